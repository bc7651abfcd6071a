import { expect, it } from '@jest/globals';
import { keyOfAddress } from '../../src/address/sortable-key.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { networkPrefixOfKey } from '../../src/address/network.js';
import { LinkEvidenceReader } from '../../src/investigation/link-evidence.reader.js';
import { firstIdOf } from '../../src/storage/entry-id.js';
import { TrailDatabase } from '../../src/storage/trail-database.js';
import { SiteSizeStore } from '../../src/storage/investigation/site-size.store.js';
import { describeEachDatabase } from '../support/databases.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { type GivenEntry, investigate, type InvestigatedForum, NOW } from './investigation-world.js';

const forums = forumsOfTest();
const BOUNDS = { from: firstIdOf(NOW - 1_000_000), below: firstIdOf(NOW + 1) };

const prefix = (ip: string) => {
  const address = parseIpAddress(ip);
  if (address === null) throw new Error(`${ip} is no address`);
  return networkPrefixOfKey(keyOfAddress(address));
};

describeEachDatabase('the evidence for linked accounts', (database) => {
  const start = (trail = {}) => investigate(forums, database(), { trail });

  const read = ({ forum }: InvestigatedForum, userId: string) =>
    forum.app
      .get(TrailDatabase)
      .withConnection((connection) => forum.app.get(LinkEvidenceReader).read(connection, userId, BOUNDS, 77));

  const entries = (user: string, ip: string, ...agos: number[]): GivenEntry[] =>
    agos.map((ago) => ({ user, ip, ago }));

  it('names everybody on the networks of an account, and when they were there', async () => {
    const world = await start();
    await world.given(
      ...entries('anna', '203.0.113.7', 90, 50),
      ...entries('bert', '203.0.113.7', 80, 20),
      ...entries('carl', '203.0.113.8', 70),
      ...entries('anna', '2001:db8::1', 60),
      ...entries('dora', '2001:db8::2', 10),
      ...entries('emil', '2001:db8:0:ff::1', 30),
      ...entries('fred', '2001:db8:0:100::1', 30),
      { user: 'gerd', ip: '203.0.113.7', outcome: 'failed' },
    );
    const { evidence, truncated } = await read(world, 'anna');
    const use = (userId: string, first: number, last: number) => ({
      userId,
      firstMs: NOW - first,
      lastMs: NOW - last,
    });
    const byNetwork = new Map(evidence.networks.map((network) => [network.network, network]));
    expect([...byNetwork.keys()].toSorted()).toEqual(
      [prefix('203.0.113.7'), prefix('2001:db8::')].toSorted(),
    );
    expect(byNetwork.get(prefix('203.0.113.7'))).toMatchObject({
      users: [use('bert', 80, 20), use('anna', 90, 50)],
      neighbours: [],
    });
    expect(byNetwork.get(prefix('2001:db8::'))).toMatchObject({
      users: [use('dora', 10, 10), use('anna', 60, 60)],
      neighbours: [use('emil', 30, 30)],
    });
    expect([...evidence.activities.keys()].toSorted()).toEqual(['anna', 'bert', 'dora']);
    expect(evidence.siteUsers).toBe(77);
    expect(truncated).toBe(false);
  });

  it('names who was where the others came back to', async () => {
    const world = await start();
    await world.given(
      ...entries('anna', '203.0.113.7', 9),
      ...entries('bert', '203.0.113.7', 8),
      ...entries('bert', '203.0.113.9', 7),
      ...entries('carl', '203.0.113.9', 6),
    );
    const { evidence } = await read(world, 'anna');
    expect([...evidence.otherNetworks.keys()].toSorted()).toEqual([
      prefix('203.0.113.7'),
      prefix('203.0.113.9'),
    ]);
    expect(evidence.otherNetworks.get(prefix('203.0.113.9'))?.map(({ userId }) => userId)).toEqual([
      'carl',
      'bert',
    ]);
  });

  it('leaves out what says nothing, and crowds', async () => {
    const world = await start({ sharedRanges: ['198.51.100.0/24'] });
    const crowd = (ip: string, users: number, each: number) =>
      Array.from({ length: users * each }, (_, i) => ({ user: `u${i % users}`, ip, ago: i }));
    await world.given(
      ...entries('anna', '10.0.0.1', 1),
      ...entries('bert', '10.0.0.1', 1),
      ...entries('anna', '198.51.100.7', 1),
      ...entries('bert', '198.51.100.7', 1),
      ...crowd('203.0.113.1', 101, 1),
      ...crowd('203.0.113.2', 99, 2),
      ...crowd('203.0.113.3', 40, 3),
      ...crowd('203.0.113.4', 400, 2),
    );
    const ips = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'];
    await world.given(...ips.flatMap((ip) => entries('anna', ip, 500)));
    const { evidence } = await read(world, 'anna');
    const found = evidence.networks.map(({ network, users }) => [network, users.length]);
    expect(found).toEqual([[prefix('203.0.113.3'), 41]]);
  });

  it('finds the one who came once to a place where another acts all the time', async () => {
    const world = await start();
    const busy = Array.from({ length: 3_000 }, (_, i) => ({
      user: 'anna',
      ip: '203.0.113.7',
      ago: 5_000 - i,
    }));
    await world.given({ user: 'bert', ip: '203.0.113.7', ago: 6_000 }, ...busy);
    const { evidence, truncated } = await read(world, 'anna');
    expect(evidence.networks[0]?.users.map(({ userId }) => userId)).toEqual(['anna', 'bert']);
    expect(truncated).toBe(false);
  });

  it('says so where there is more than can be read', async () => {
    const world = await start();
    const busy = Array.from({ length: 5_001 }, (_, i) => ({
      user: 'anna',
      ip: '203.0.113.7',
      ago: 6_000 - i,
    }));
    await world.given(...busy);
    expect((await read(world, 'anna')).truncated).toBe(true);
  });

  it('knows how many people are on the site, as far as samples tell', async () => {
    const world = await start();
    await world.given(
      ...Array.from({ length: 1_000 }, (_, i) => ({ user: `u${i % 300}`, ip: '203.0.113.7', ago: i })),
    );
    const size = await world.forum.app
      .get(TrailDatabase)
      .withConnection((connection) =>
        world.forum.app.get(SiteSizeStore).usersBetween(connection, NOW - 1_000, NOW),
      );
    expect(size).toBe(300);
  });
});
