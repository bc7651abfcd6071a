import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTrailService, entityReference } from '../../../src/index.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { type Forum, startForum } from '../../support/forum/world.js';
import { consoleSettings, StaffMember } from './console-world.js';

const REASON = { reason: 'two accounts, one voice' };

describe('the console in two applications on one database, which keeps their secret', () => {
  let database: TestDatabase;
  let express: Forum;
  let fastify: Forum;

  beforeAll(async () => {
    database = await createDatabase('postgres');
    express = await startForum(database, consoleSettings({ server: 'express' }));
    fastify = await startForum(database, consoleSettings({ server: 'fastify' }));
    const entity = entityReference('Thread', '4711');
    await express.app
      .get(AuditTrailService)
      .recordMany(Array.from({ length: 120 }, (_, i) => ({ user: `u${i}`, ip: '203.0.113.7', entity })));
  });
  afterAll(async () => {
    await express?.close();
    await fastify?.close();
    await database?.drop();
  });

  const both = (): [StaffMember, StaffMember] => [new StaffMember(express), new StaffMember(fastify)];
  const logged = () => express.dataSource.getRepository(AuditTrailLookup).count();

  it('takes the token of the other', async () => {
    const [here, there] = both();
    const token = await here.token();
    expect(await there.postWith({ token, user: 'u1', ...REASON }, '/find')).toMatchObject({ status: 303 });
  });

  it('opens the page that was looked up in the other, and logs nothing again', async () => {
    const [here, there] = both();
    const { headers } = await here.post('/find', { q: '203.0.113.7', ...REASON });
    const before = await logged();
    expect((await there.get(`/${headers.location}`)).text).toContain('203.0.113.7');
    expect(await logged()).toBe(before);
  });

  it('goes on in the other from page to page, and misses nobody', async () => {
    const [here, there] = both();
    const { headers } = await here.post('/find', { q: 'Thread 4711', ...REASON });
    const page = `/${headers.location}`;
    const before = await logged();
    const seen = new Set<string>();
    let query = '';
    for (let turn = 0; turn < 4; turn++) {
      const { text, status } = await (turn % 2 === 0 ? here : there).get(page + query);
      expect(status).toBe(200);
      for (const [, user = ''] of text.matchAll(/name="user" value="(u\d+)"/g)) seen.add(user);
      const next = /[?&;]after=([\w.~%-]+)#entries/.exec(text)?.[1];
      if (next === undefined) break;
      query = `&after=${next}`;
    }
    expect(seen.size).toBe(120);
    expect(await logged()).toBe(before);
  });

  it('refuses a cursor of another question', async () => {
    const [here, there] = both();
    const entity = await here.post('/find', { q: 'Thread 4711', ...REASON });
    const { text } = await here.get(`/${entity.headers.location}`);
    const cursor = /[?&;]after=([\w.~%-]+)#entries/.exec(text)?.[1] ?? '';
    expect(cursor).not.toBe('');
    const range = await there.post('/find', { q: '203.0.113.7', ...REASON });
    expect(await there.get(`/${range.headers.location}&after=${cursor}`)).toMatchObject({ status: 410 });
  });
});
