import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Connection, Statement } from '../dialects/dialect.js';
import { SettingStore } from '../setting.store.js';

/** The version of all blocks, `17.aB3dE6gH`: a number that grows with each change, and chance. */
export type BlockVersion = string;

/** The versions that the database has gone through, the newest first; empty before the first change. */
export type BlockVersions = readonly BlockVersion[];

const HISTORY = 'blocks.versions';
/** Who has missed more changes than this reads all blocks. */
const REMEMBERED = 100;
const TOKEN_BYTES = 6;

/**
 * The setting that says whether blocks have changed. The chance in a version tells a database that was restored to an
 * older state, and has changed since, from one that only went on.
 */
@Injectable()
export class BlockVersionStore {
  constructor(@Inject(SettingStore) private readonly settings: SettingStore) {}

  async read(connection: Connection): Promise<BlockVersions> {
    return versionsOf(await this.settings.get(connection, HISTORY));
  }

  /** Made before the first change, so that there is something to replace. */
  async begin(connection: Connection, now: number): Promise<void> {
    await this.settings.getOrAdd(connection, HISTORY, '[]', now);
  }

  /** Goes from these versions to the next; affects no row where another process has done so already. */
  advance(was: BlockVersions, next: BlockVersion, now: number): Statement {
    const history = [next, ...was].slice(0, REMEMBERED);
    return this.settings.replace(HISTORY, JSON.stringify(was), JSON.stringify(history), now);
  }

  /** The name of the setting, for statements that read it together with what it is about. */
  readonly name = HISTORY;
}

/** The version after these, with chance that no other has. */
export function versionAfter(versions: BlockVersions, token: string): BlockVersion {
  return `${numberOfVersion(versions[0]) + 1}.${token}`;
}

/** 0 before the first change. */
export function numberOfVersion(version: BlockVersion | undefined): number {
  return version === undefined ? 0 : Number.parseInt(version, 10);
}

export function newVersionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** @param json the setting's value; `null` where there is none */
export function versionsOf(json: string | null): BlockVersions {
  return json === null ? [] : (JSON.parse(json) as BlockVersion[]);
}
