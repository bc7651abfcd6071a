import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { type PipeTransform, VersioningType } from '@nestjs/common';
import { map } from 'rxjs';
import { AuditTrailConsoleModule } from '../../../src/console/index.js';
import { AuditTrailLookup } from '../../../src/storage/entities/audit-trail-lookup.entity.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { startForumOn } from '../../support/forum/world.js';
import { send } from '../../support/http-client.js';
import { consoleOf, consoleSettings, HeaderGuard, PATH, StaffMember } from './console-world.js';

describeForumOnEachServer(
  'the console to outsiders',
  () => consoleSettings(),
  (forum) => {
    const assets = [
      '',
      '/console.css',
      '/console.js',
      '/icon.svg',
      '/blocks',
      '/retention',
      '/lookups',
      '/lookup/x',
    ];

    it('answers nobody whom the guards refuse, not even with its stylesheet', async () => {
      for (const path of assets) {
        const { status, headers } = await send(forum().url, { path: `/${PATH}${path}` });
        expect([path, status, headers['cache-control']]).toEqual([path, 403, 'no-store']);
      }
      expect(await send(forum().url, { path: `/${PATH}/find`, body: {} })).toMatchObject({ status: 403 });
    });

    it('answers 403 where nobody is known as staff', async () => {
      const nobody = new StaffMember(forum(), { 'x-staff': 'nobody' });
      for (const path of assets) expect(await nobody.get(path)).toMatchObject({ status: 403 });
    });

    it('lets nothing from elsewhere in, is not framed and not kept', async () => {
      const boss = new StaffMember(forum());
      const answers = [
        await boss.get(),
        await boss.get('/console.css'),
        await boss.find({ user: '7' }),
        await boss.get('/lookup/nothing'),
        await boss.post('/find', { user: '7', reason: 'two accounts, one voice' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 410, 303]);
      for (const { headers } of answers) {
        expect(headers['cache-control']).toBe('no-store');
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
        expect(headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe/);
      }
    });

    it('takes no form without its token, or with one of somebody else', async () => {
      const [boss, other] = [new StaffMember(forum()), new StaffMember(forum(), { 'x-staff': 'other' })];
      const fields = { user: '7', reason: 'two accounts, one voice' };
      expect(await boss.postWith(fields, '/find')).toMatchObject({ status: 403 });
      const token = await other.token();
      expect(await boss.postWith({ ...fields, token }, '/find')).toMatchObject({ status: 403 });
      expect(await other.postWith({ ...fields, token }, '/find')).toMatchObject({ status: 303 });
    });

    it('refuses forms of other sites, whatever their token', async () => {
      const boss = new StaffMember(forum());
      const fields = { user: '7', reason: 'two accounts, one voice' };
      const foreign: Record<string, string>[] = [
        { origin: 'https://elsewhere.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' },
        { 'sec-fetch-site': 'cross-site', origin: 'null' },
      ];
      for (const headers of foreign) {
        expect([headers, await boss.post('/find', fields, { headers })]).toEqual([
          headers,
          expect.objectContaining({ status: 403 }),
        ]);
      }
      const own: Record<string, string>[] = [
        { origin: forum().url },
        { 'sec-fetch-site': 'same-origin', origin: 'null' },
      ];
      for (const headers of own) {
        expect(await boss.post('/find', fields, { headers })).toMatchObject({ status: 303 });
      }
    });

    it('opens a page to nobody but who looked it up, and logs it once', async () => {
      const [boss, other] = [new StaffMember(forum()), new StaffMember(forum(), { 'x-staff': 'other' })];
      const lookups = forum().dataSource.getRepository(AuditTrailLookup);
      await lookups.createQueryBuilder().delete().execute();
      const { headers } = await boss.post('/find', { q: '203.0.113.7', reason: 'spam from 203.0.113.7' });
      const page = `/${headers.location ?? ''}`;
      expect(page).not.toContain('203.0');
      expect(await boss.get(page)).toMatchObject({ status: 200 });
      expect(await boss.get(page)).toMatchObject({ status: 200 });
      expect(await other.get(page)).toMatchObject({ status: 410 });
      expect(await boss.get(`${page.slice(0, -3)}AAA`)).toMatchObject({ status: 410 });
      expect(await lookups.find()).toEqual([
        expect.objectContaining({
          staffId: 'boss',
          kind: 'consoleRange',
          rangeFirst: '4cb007107',
          reason: 'spam from [address]',
        }),
      ]);
    });

    it('says no address in a title, a URL or the log', async () => {
      const boss = new StaffMember(forum());
      const page = await boss.find({ q: '203.0.113.7' });
      expect(page.text).toContain('203.0.113.7');
      expect(/<title>(.*)<\/title>/.exec(page.text)?.[1]).not.toContain('203');
      expect([...page.text.matchAll(/(?:href|action|src)="([^"]*)"/g)].join(' ')).not.toContain('203.0.113');
      expect(forum().logs.text).not.toContain('203.0.113.7');
    });
  },
);

describeForumOnEachServer(
  'the console in an application with pipes, wrappers, a prefix and versions of its own',
  () =>
    consoleSettings({
      before: (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
        app.useGlobalPipes(new ForbiddingPipe());
        // As helmet does, and somebody who has told it to allow more.
        app.use((_: object, response: ServerResponse, next: () => void) => {
          response.setHeader('Content-Security-Policy', "default-src *; script-src 'unsafe-inline'");
          response.setHeader('Referrer-Policy', 'unsafe-url');
          next();
        });
        app.useGlobalInterceptors({ intercept: (_, next) => next.handle().pipe(map((data) => ({ data }))) });
      },
    }),
  (forum) => {
    it('answers as it does elsewhere', async () => {
      const boss = new StaffMember(forum(), {}, `/api/${PATH}`);
      const start = await boss.get();
      expect(start).toMatchObject({ status: 200, text: expect.stringMatching(/^<!doctype html>/) });
      expect(start.text).toContain('href="./audit-trail/console.css"');
      expect(await boss.find({ user: '7' })).toMatchObject({ status: 200 });
      expect(await boss.post('/lookups', { reason: 'the monthly look' })).toMatchObject({ status: 303 });
      expect((await boss.post('/retention/dry-run', {})).text).toContain('A run would delete now:');
    });

    it('sends its own headers where the application sends others', async () => {
      const { headers } = await new StaffMember(forum(), {}, `/api/${PATH}`).get();
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['referrer-policy']).toBe('no-referrer');
    });
  },
);

it('says where it is at start', async () => {
  const settings = consoleSettings({ before: (app) => void app.setGlobalPrefix('api') });
  const forum = await startForumOn('better-sqlite3', settings);
  expect(forum.logs.text).toContain('The console is at /api/staff/audit-trail');
  await forum.close();
});

/** Refuses whatever it is shown. */
class ForbiddingPipe implements PipeTransform {
  transform(): never {
    throw new Error('The console was given to a pipe.');
  }
}

describe('the console without a body parser', () => {
  it('reads forms by itself on Express', async () => {
    const forum = await startForumOn('better-sqlite3', {
      ...consoleSettings(),
      before: (app) => {
        app.getHttpAdapter().registerParserMiddleware = () => undefined;
      },
    });
    expect(await new StaffMember(forum).find({ user: '7' })).toMatchObject({ status: 200 });
    await forum.close();
  });
});

describe('several processes', () => {
  it('take the tokens and pages of each other', async () => {
    const trail = { secret: 'x'.repeat(32) };
    const [one, other] = [
      await startForumOn('better-sqlite3', consoleSettings({ trail })),
      await startForumOn('better-sqlite3', consoleSettings({ trail })),
    ];
    const [here, there] = [new StaffMember(one), new StaffMember(other)];
    const token = await here.token();
    const sent = await there.postWith({ token, user: '7', reason: 'two accounts, one voice' }, '/find');
    expect(sent.status).toBe(303);
    expect(await here.get(`/${sent.headers.location}`)).toMatchObject({ status: 200 });
    await one.close();
    await other.close();
  });
});

describe('registering the console', () => {
  const good = { path: PATH, guards: [HeaderGuard], staff: () => ({ staffId: 'boss' }) };

  it.each([
    ['no guards', { ...good, guards: undefined }],
    ['an empty list of guards', { ...good, guards: [] }],
    ['a guard that is not there', { ...good, guards: [undefined] }],
    ['no staff', { ...good, staff: undefined }],
    ['no path', { ...good, path: '' }],
    ['a path with a parameter', { ...good, path: 'staff/:id' }],
    ['an unknown option', { ...good, gaurds: [HeaderGuard] }],
  ])('does not go on with %s', (_, options) => {
    expect(() => AuditTrailConsoleModule.register(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    );
  });

  it('may be done by the options alone', () => {
    expect(consoleOf()).toMatchObject({ module: AuditTrailConsoleModule });
  });
});
