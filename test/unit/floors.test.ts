import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** A room is a folder of `src`, or a file that lies in none. Imports point to a lower floor or stay in the room. */
const FLOORS = [
  ['clock', 'audit-trail.error', 'describe-value', 'recorded-entry', 'user-id', 'page', 'pause'],
  ['address'],
  ['options'],
  ['storage'],
  ['request', 'access-log', 'settings'],
  ['recording', 'retention', 'privacy', 'investigation', 'blocking'],
  ['audit-trail.module', 'index', 'testing', 'console', 'cli'],
];
/** Neighbours may know each other on the ground and under the roof only. */
const OPEN_FLOORS = [0, FLOORS.length - 1];

const root = new URL('../../src/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const roomOf = (path: string) => path.split(/[/\\]/)[0]?.replace(/\.[jt]s$/, '') ?? '';
const floorOf = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room));
const imports = files.flatMap((file) =>
  [
    ...readFileSync(new URL(file, root), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]*)['"]/g),
  ].map(([, target = '']) => {
    const to = roomOf(join(file, '..', target));
    return { file, from: roomOf(file), to, step: floorOf(roomOf(file)) - floorOf(to) };
  }),
);

it('gives every file a floor', () => {
  expect(files.filter((file) => floorOf(roomOf(file)) === -1)).toEqual([]);
});

it('lets imports point down or stay in the room', () => {
  const isAllowed = ({ from, to, step }: (typeof imports)[number]) =>
    from === to || step > 0 || (step === 0 && OPEN_FLOORS.includes(floorOf(from)));
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports.filter((one) => !isAllowed(one)).map(({ file, to }) => `${file} -> ${to}`)).toEqual([]);
});
