import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addBlockCommand } from './add-block.command.js';
import { exportBlocksCommand } from './export-blocks.command.js';
import { importBlocksCommand } from './import-blocks.command.js';
import { liftBlockCommand } from './lift-block.command.js';
import { listBlocksCommand } from './list-blocks.command.js';

const HELP = `
Every process of the application honours a change within its blocks.refreshMs, two seconds by default.

  audit-trail blocks add 203.0.113.0/24 --staff 17 --reason "Spam in thread 4711" -d dist/data-source.js
  audit-trail blocks list -d dist/data-source.js`;

/** The commands for blocks. */
export function blocksCommand(program: Command, context: CommandContext): void {
  const blocks = program
    .command('blocks')
    .description('List, add, lift, export and import blocks of addresses.')
    .addHelpText('after', HELP);
  for (const add of [
    listBlocksCommand,
    addBlockCommand,
    liftBlockCommand,
    exportBlocksCommand,
    importBlocksCommand,
  ])
    add(blocks, context);
}
