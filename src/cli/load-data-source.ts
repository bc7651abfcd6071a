import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DataSource } from 'typeorm';
import { CommandError, EXIT_CODE } from './exit-code.js';

/** The copy of TypeORM that made it may be another than ours, so it is known by what it can do. */
const isDataSource = (value: unknown): value is DataSource =>
  typeof value === 'object' && value !== null && 'options' in value && 'initialize' in value;

/**
 * The data source that a compiled file exports, itself or as a promise, as for TypeORM's own command.
 *
 * @throws CommandError where there is no such file, or not exactly one data source in it
 */
export async function loadDataSource(file: string): Promise<DataSource> {
  const path = resolve(file);
  if (!existsSync(path)) throw wrongFile(file, 'is not there');
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION') throw wrongFile(file, 'is not JavaScript');
    throw wrongFile(file, `cannot be loaded (${firstLineOf(message ?? 'no reason given')})`);
  }
  const nested = Object(exported['default']) as Record<string, unknown>;
  const values = await Promise.all([...Object.values(exported), ...Object.values(nested)]);
  const found = [...new Set(values.filter(isDataSource))];
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw wrongFile(file, `exports ${found.length === 0 ? 'no' : found.length} data sources`);
}

function wrongFile(file: string, what: string): CommandError {
  return new CommandError(
    EXIT_CODE.usage,
    `The data source file ${file} ${what}. Give with -d the compiled file that exports one DataSource, such as dist/data-source.js.`,
  );
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';
