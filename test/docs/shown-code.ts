import * as jest from '@jest/globals';
import * as apollo from '@nestjs/apollo';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import * as graphql from '@nestjs/graphql';
import * as fastify from '@nestjs/platform-fastify';
import * as schedule from '@nestjs/schedule';
import * as terminus from '@nestjs/terminus';
import * as nestTesting from '@nestjs/testing';
import * as nestTypeorm from '@nestjs/typeorm';
import * as websockets from '@nestjs/websockets';
import * as typeorm from 'typeorm';
import * as staffConsole from '../../src/console/index.js';
import * as trail from '../../src/index.js';
import * as testing from '../../src/testing.js';
import { PAGES } from './pages.js';

/** A block of TypeScript as it stands on a page. */
export interface ShownCode {
  /** `docs/recording.md:9` */
  readonly place: string;
  readonly code: string;
}

/** Where names come from that a block uses and does not import; earlier ones win. */
const MODULES: Readonly<Record<string, object>> = {
  'nest-audit-trail': trail,
  'nest-audit-trail/testing': testing,
  'nest-audit-trail/console': staffConsole,
  '@nestjs/common': common,
  '@nestjs/core': core,
  typeorm,
  '@nestjs/typeorm': nestTypeorm,
  '@nestjs/schedule': schedule,
  '@nestjs/testing': nestTesting,
  '@nestjs/terminus': terminus,
  '@nestjs/platform-fastify': fastify,
  '@nestjs/graphql': graphql,
  '@nestjs/websockets': websockets,
  '@nestjs/apollo': apollo,
  '@jest/globals': jest,
};

/** Types have no names at run time. */
const TYPES: Readonly<Record<string, string>> = {
  NestExpressApplication: '@nestjs/platform-express',
  MiddlewareConsumer: '@nestjs/common',
  NewEntry: 'nest-audit-trail',
  OnModuleInit: '@nestjs/common',
  UserFinder: 'nest-audit-trail/console',
  OnGatewayConnection: '@nestjs/websockets',
};

const MODULE_LEVEL = /^(import|export|class|@(Module|Injectable|Entity|Controller|WebSocketGateway)\b)/;
const SIGNATURES = /^class \w+ \{\n(?! {2}@)/;
const MEMBERS = /^@/;
const PROPERTIES = /^\w+: /;

export const SHOWN: readonly ShownCode[] = [...PAGES].flatMap(([path, page]) =>
  [...page.matchAll(/^( *)```ts\n([^]*?)^ *```/gm)].map((found) => ({
    place: `${path}:${page.slice(0, found.index).split('\n').length}`,
    code: (found[2] ?? '').replaceAll(new RegExp(`^${found[1] ?? ''}`, 'gm'), ''),
  })),
);

/** Lists of signatures are no TypeScript: they name methods and leave out types. */
export const isSignatures = ({ code }: ShownCode): boolean => SIGNATURES.test(code);

/** The block as a file that can be compiled: in the class, function or object in which a reader would put it. */
export function asFile({ code }: ShownCode, worldFrom: string, world: readonly string[]): string {
  const body = code.replaceAll('{ ... }', '{ throw new Error(); }');
  return `${importsOf(body, worldFrom, world)}\n${wrapped(body)}\nexport {};\n`;
}

function wrapped(code: string): string {
  if (MODULE_LEVEL.test(code)) return code;
  if (MEMBERS.test(code))
    return `class Here extends Shown {\n${code}${endsInside(code) ? '' : 'handler() {}'}\n}`;
  if (PROPERTIES.test(code)) return `({\n${code}\n});`;
  return `class Here extends Shown { async here() {\n${code}\n} }`;
}

/** Whether the decorators of the block have something to stand on. */
function endsInside(code: string): boolean {
  return /[};]\s*$/.test(code) && !/\}\)\s*$/.test(code);
}

function importsOf(code: string, worldFrom: string, world: readonly string[]): string {
  const bare = code.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^'\n]*'/g, "''");
  const words = new Set(['Shown', ...(bare.match(/(?<![\w]|[^.]\.)[A-Za-z_]\w*/g) ?? [])]);
  const own = new Set(
    [
      ...code.matchAll(/\b(?:class|const|let|function) (\w+)/g),
      ...code.matchAll(/^import \{ ([^}]+) \}/gm),
      ...code.matchAll(/\bconst \{ ([^}]+) \}/g),
    ].flatMap(([, names = '']) => names.split(/, /).map((name) => name.split(': ').at(-1) ?? '')),
  );
  const sourceOf = (word: string) =>
    world.includes(word)
      ? worldFrom
      : ((Object.hasOwn(TYPES, word) ? TYPES[word] : undefined) ??
        Object.keys(MODULES).find((name) => Object.hasOwn(MODULES[name] ?? {}, word)));
  return [...words]
    .filter((word) => word !== 'default' && !own.has(word))
    .flatMap((word) => {
      const source = sourceOf(word);
      return source === undefined
        ? []
        : [`import { ${Object.hasOwn(TYPES, word) ? 'type ' : ''}${word} } from '${source}';`];
    })
    .join('\n');
}
