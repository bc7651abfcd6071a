import { describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import {
  AuditTrailService,
  entityReference,
  InvestigationsService,
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
const OF_NEST = new Set(['intercept', 'onModuleInit', 'beforeApplicationShutdown', 'onApplicationBootstrap']);

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
};

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
