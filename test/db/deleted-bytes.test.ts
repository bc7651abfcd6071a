import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { entityReference, IpRetentionService, type NewEntry } from '../../src/index.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { keyOfAddress } from '../../src/address/sortable-key.js';
import { createDatabase, describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS } from './retention-world.js';

const ENTRIES = 3000;
const forums = forumsOfTest();
const addressOf = (i: number) =>
  i % 2 === 0 ? `198.18.${i >> 8}.${i & 255}` : `2001:db8::${(i + 0x1000).toString(16)}`;
const keyOf = (ip: string) => keyOfAddress(parseIpAddress(ip)!);
const isOld = (i: number) => i % 3 !== 0;

/** Addresses that are old and new ones between each other, in no order, so that pages are split and merged. */
function* entries(): Iterable<NewEntry> {
  for (let n = 0; n < ENTRIES; n++) {
    const i = (n * 1009) % ENTRIES;
    const ip = addressOf(i);
    const at = new Date(Date.now() - (isOld(i) ? 100 : 1) * DAY_MS - i * 1000);
    yield { user: `user ${i % 50}`, ip, entity: entityReference('Thread', i), at, snapshot: { seenAt: ip } };
  }
}
const olds = Array.from({ length: ENTRIES }, (_, i) => i)
  .filter(isOld)
  .map(addressOf);
const news = Array.from({ length: ENTRIES }, (_, i) => i)
  .filter((i) => !isOld(i))
  .map(addressOf);
const prune = ({ app }: Forum) => app.get(IpRetentionService).prune();

describe("the bytes of SQLite's files", () => {
  const filesOf = (database: string): string =>
    readdirSync(dirname(database))
      .filter((file) => file.startsWith(basename(database)))
      .map((file) => readFileSync(join(dirname(database), file), 'latin1'))
      .join('\n');
  /** In text or as a key; the end says where an address ends. */
  const found = (bytes: string, ips: readonly string[]) =>
    ips.filter((ip) => bytes.includes(`"${ip}"`) || bytes.includes(keyOf(ip)));

  it.each([
    ['are deleted', { ipStoreDays: 90 }],
    ['are deleted, without a write-ahead log', { ipStoreDays: 90 }, { enableWAL: false }],
    ['are taken out of entries that stay', { ipStoreDays: 90, keepEntries: { days: 300 } }],
  ])('hold nothing of addresses that %s', async (_, trail, more: object = {}) => {
    const database = await createDatabase('better-sqlite3');
    const forum = await forums.on(database, { trail: { ...trail, prune: { pauseMs: 0 } }, dataSource: more });
    await forum.trail.recordMany(entries());
    const file = database.options.database;
    expect(found(filesOf(file), olds)).toHaveLength(olds.length);
    expect(await prune(forum)).toMatchObject({ remaining: 0, errors: [] });
    // While the application still runs.
    const bytes = filesOf(file);
    expect(found(bytes, olds)).toEqual([]);
    expect(found(bytes, news)).toHaveLength(news.length);
    await forum.close();
    await database.drop();
  });
});

/** Row versions of the entry table that SQL can reach, dead ones included. */
const VERSIONS: Readonly<Record<string, (dataSource: DataSource) => Promise<string>>> = {
  async postgres(dataSource) {
    await dataSource.query('vacuum audit_trail_entry');
    await dataSource.query('create extension if not exists pageinspect');
    const rows: { data: Buffer }[] = await dataSource.query(
      `select t_data as data from generate_series(0, pg_relation_size('audit_trail_entry') / 8192 - 1) as page,
         heap_page_items(get_raw_page('audit_trail_entry', page::int)) where t_data is not null`,
    );
    return rows.map(({ data }) => data.toString('latin1')).join('\n');
  },
  async mariadb(dataSource) {
    const runner = dataSource.createQueryRunner();
    await runner.query('set transaction isolation level read uncommitted');
    const rows: unknown[] = await runner.query('select * from audit_trail_entry');
    await runner.release();
    return JSON.stringify(rows);
  },
};

describeEachDatabase(
  'the row versions that SQL can reach, after a vacuum where there is one',
  (database, kind) => {
    it('hold nothing of addresses that are deleted', async () => {
      const forum = await forums.on(database(), { trail: { prune: { pauseMs: 0 } } });
      await forum.trail.recordMany(entries());
      const reachable = () => VERSIONS[kind]!(forum.dataSource);
      const found = (text: string, ips: readonly string[]) => ips.filter((ip) => text.includes(keyOf(ip)));
      expect(found(await reachable(), olds)).toHaveLength(olds.length);
      expect(await prune(forum)).toMatchObject({ deleted: { entries: olds.length }, remaining: 0 });
      const left = await reachable();
      expect(found(left, olds)).toEqual([]);
      expect(found(left, news)).toHaveLength(news.length);
    });
  },
  { on: ['postgres', 'mariadb'] },
);
