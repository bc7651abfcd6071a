import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import {
  AuditTrailService,
  entityReference,
  InvestigationsService,
  IpBlocksService,
  IpRetentionService,
  PersonalDataService,
} from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { exportedClasses } from '../support/exported-classes.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { investigate } from './investigation-world.js';

const forums = forumsOfTest();

const IP = '203.0.113.77';
const NETWORK = '2001:db8:77::1';
const by = { staffId: 'boss', reason: 'to see what is shown' };
const mine = { user: 'visitor', ip: '198.51.100.1' };
const thread = entityReference(Thread, 7);

type Call = (app: INestApplication) => unknown;

/** Called by Nest, with nothing of the trail in their hands. */
const OF_NEST = new Set([
  'intercept',
  'canActivate',
  'use',
  'onModuleInit',
  'beforeApplicationShutdown',
  'onApplicationBootstrap',
]);

/** Every method of every exported class. `logged`: it may show an address, and is a lookup. */
const METHODS: Readonly<Record<string, Readonly<Record<string, { call: Call; logged: boolean }>>>> = {
  AuditTrailModule: {},
  AuditTrailInterceptor: {},
  AuditTrailEntry: {},
  AuditTrailError: {},
  EntityReference: {},
  AuditTrailService: {
    record: silent((app) =>
      app.get(AuditTrailService).record({ ip: mine.ip, user: { id: 'visitor' } }, thread),
    ),
    recordFor: silent((app) => app.get(AuditTrailService).recordFor(mine, thread)),
    recordMany: silent((app) => app.get(AuditTrailService).recordMany([{ ...mine, entity: thread }])),
    flush: silent((app) => app.get(AuditTrailService).flush()),
    stats: silent((app) => app.get(AuditTrailService).stats()),
    health: silent((app) => app.get(AuditTrailService).health()),
  },
  IpRetentionService: {
    prune: silent((app) => app.get(IpRetentionService).prune({ dryRun: true })),
    lastRun: silent((app) => app.get(IpRetentionService).lastRun()),
    register: silent((app) =>
      app.get(IpRetentionService).register({ name: 'elsewhere', prune: async () => 0 }),
    ),
  },
  PersonalDataService: {
    export: logged(async (app) => {
      const records: unknown[] = [];
      for await (const record of app.get(PersonalDataService).export('anna', by)) records.push(record);
      return records;
    }),
    hold: silent((app) =>
      app.get(PersonalDataService).hold('bert', { ...by, until: new Date('2027-01-01') }),
    ),
    reassign: silent((app) => app.get(PersonalDataService).reassign('anna', 'bert', by)),
    erase: silent((app) => app.get(PersonalDataService).erase('anna', by)),
  },
  InvestigationsService: {
    open: silent((app) => app.get(InvestigationsService).open(by)),
    lookups: logged((app) => app.get(InvestigationsService).lookups(by)),
  },
  Investigation: {
    entries: logged((app) => investigation(app).entries({})),
    ipsOfUser: logged((app) => investigation(app).ipsOfUser('anna')),
    usersOfRange: logged((app) => investigation(app).usersOfRange(IP)),
    linkedAccounts: logged((app) => investigation(app).linkedAccounts('anna')),
    compare: logged((app) => investigation(app).compare(['anna', 'bert'])),
  },
  IpBlockGuard: {},
  IpBlockMiddleware: {},
  // What staff blocked is no address that was recorded; whom it hits is.
  IpBlocksService: {
    add: silent((app) => blocks(app).add({ ...by, range: BLOCKED })),
    lift: silent(async (app) => {
      const { id } = await blocks(app).add({ ...by, range: '192.0.3.0/24' });
      return blocks(app).lift(id, by);
    }),
    list: silent((app) => blocks(app).list({ live: true })),
    preview: logged((app) => blocks(app).preview(`${IP}/24`, by)),
    addForUser: logged(async (app) => {
      const answer = await blocks(app).addForUser('anna', by);
      for (const { id } of answer.added) await blocks(app).lift(id, by);
      return answer;
    }),
    match: silent((app) => blocks(app).match(IP)),
    import: silent((app) => blocks(app).import([BLOCKED], by)),
    export: silent((app) => Readable.from(blocks(app).export('json')).toArray()),
    proposals: logged(async (app) => {
      const hosts = Array.from({ length: 13 }, (_, host) => `203.0.113.${host}`);
      const { importId } = await blocks(app).import(hosts, by);
      const answer = await blocks(app).proposals(by);
      await blocks(app).lift({ importId }, by);
      return answer;
    }),
  },
};

/** No address of anybody who acted. */
const BLOCKED = '192.0.2.0/24';

describe('the exported classes', () => {
  it('have no method of which it is not known here whether it shows an address', () => {
    const known = Object.entries(METHODS).map(([name, methods]) => [name, Object.keys(methods).toSorted()]);
    const exported = Object.entries(exportedClasses()).map(([name, methods]) => [
      name,
      methods.filter((method) => !OF_NEST.has(method)),
    ]);
    expect(Object.fromEntries(exported)).toEqual(Object.fromEntries(known));
  });
});

describeEachDatabase('an address', (database) => {
  const start = async () => {
    const world = await investigate(forums, database());
    await world.given(
      { user: 'anna', ip: IP },
      { user: 'bert', ip: IP },
      { user: 'anna', ip: NETWORK },
      { user: 'bert', ip: NETWORK },
    );
    await world.service.open({ staffId: 'other', reason: 'before' }).usersOfRange(IP);
    return world;
  };
  const calls = Object.entries(METHODS).flatMap(([name, methods]) =>
    Object.entries(methods).map(([method, how]) => [`${name}.${method}`, how] as const),
  );

  it.each(calls.filter(([, how]) => how.logged))(
    'is shown by %s, which is in the log',
    async (_, { call }) => {
      const { forum, log } = await start();
      const before = (await log()).length;
      expect(shown(await call(forum.app))).toMatch(/203\.0\.113\.77|2001:db8:77|anna/);
      expect((await log()).length).toBeGreaterThan(before);
    },
  );

  it.each(calls.filter(([, how]) => !how.logged))('is not shown by %s', async (_, { call }) => {
    const { forum } = await start();
    expect(shown(await call(forum.app))).not.toMatch(/203\.0\.113|2001:db8|cb0071|20010db8/);
  });
});

function silent(call: Call) {
  return { call, logged: false };
}

function logged(call: Call) {
  return { call, logged: true };
}

function blocks(app: INestApplication) {
  return app.get(IpBlocksService);
}

function investigation(app: INestApplication) {
  return app.get(InvestigationsService).open(by);
}

/** All that a caller could read. */
function shown(value: unknown): string {
  const seen = new Set<unknown>();
  return (
    JSON.stringify(value, (_, one: unknown) => {
      if (typeof one !== 'object' || one === null) return one;
      if (seen.has(one)) return undefined;
      seen.add(one);
      return one;
    }) ?? ''
  );
}
