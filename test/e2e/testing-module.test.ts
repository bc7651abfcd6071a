import { Body, Controller, Delete, Inject, Injectable, Param, Post, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Column, Entity, EntitySchema, Generated, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import {
  AuditTrail,
  AuditTrailService,
  entityReference,
  InvestigationsService,
  IpBlockGuard,
} from '../../src/index.js';
import { AuditTrailTestingModule, expectRecorded, RecordedEntries, TestClock } from '../../src/testing.js';
import { describeEachHttpServer, send } from '../support/http-servers.js';

@Entity()
class Thread {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'varchar' }) title!: string;
}

@Entity()
class PinnedThread extends Thread {}

@Entity()
class Vote {
  @PrimaryColumn({ type: 'int' }) pollId!: number;
  @PrimaryColumn({ type: 'varchar' }) userId!: string;
}

@Entity()
class Poll {
  @PrimaryColumn({ type: 'varchar' }) @Generated('uuid') id!: string;
}

const Tag = new EntitySchema<{ slug: string }>({
  name: 'Tag',
  columns: { slug: { type: String, primary: true } },
});

@Injectable()
class ThreadsService {
  async create(title: string): Promise<Thread> {
    throw new Error(`${title}: this needs a database`);
  }
}

@Controller('threads')
@UseGuards(IpBlockGuard)
class ThreadsController {
  constructor(
    @Inject(ThreadsService) private readonly threads: ThreadsService,
    @Inject(InvestigationsService) readonly investigations: InvestigationsService,
  ) {}

  @Post()
  @AuditTrail({ action: 'thread.start' })
  start(@Body() { title }: { title: string }): Promise<Thread> {
    return this.threads.create(title);
  }

  @Delete(':id')
  @AuditTrail({ entity: (_, request) => entityReference(Thread, request.params.id), failedAttempts: true })
  remove(@Param('id') id: string): string {
    if (id === '9') throw new Error('not yours');
    return 'gone';
  }
}

const made = (title: string) => Object.assign(new Thread(), { id: 4711, title });
const testing = () => ({
  imports: [
    AuditTrailTestingModule.forRoot({
      user: (request) => (request as { headers: Record<string, string> }).headers['x-user'],
    }),
  ],
  controllers: [ThreadsController],
  providers: [{ provide: ThreadsService, useValue: { create: async (title: string) => made(title) } }],
});

describe('a unit test of a controller', () => {
  const compile = () => Test.createTestingModule(testing()).compile();

  it('calls the handler without a database', async () => {
    const module = await compile();
    await expect(module.get(ThreadsController).start({ title: 'Bread' })).resolves.toMatchObject({
      id: 4711,
    });
    expect(module.get(RecordedEntries).all).toEqual([]);
  });

  it('sees what a service recorded, whatever kind of key the entity has', async () => {
    const module = await compile();
    const trail = module.get(AuditTrailService);
    const who = { user: 7, ip: '::ffff:203.0.113.7' };
    const vote = Object.assign(new Vote(), { userId: 'u-1', pollId: 3 });
    const poll = Object.assign(new Poll(), { id: '0190A3C0-0000-7000-8000-000000000000' });
    const pinned = Object.assign(new PinnedThread(), { id: 5 });
    const written = await trail.recordFor(who, vote, { action: 'vote', snapshot: { choice: 'yes' } });
    for (const entity of [poll, pinned, entityReference(Tag, 'rye'), entityReference('Thread', '8')])
      await trail.recordFor(who, entity, { manager: {} as never });

    expect(expectRecorded(module, { userId: 7, action: 'vote', entity: vote, ip: '203.0.113.7' })).toEqual(
      written,
    );
    expect(
      module.get(RecordedEntries).all.map(({ entityType, entityId }) => `${entityType} ${entityId}`),
    ).toEqual([
      'Vote {"pollId":3,"userId":"u-1"}',
      'Poll 0190a3c0-0000-7000-8000-000000000000',
      'PinnedThread 5',
      'Tag rye',
      'Thread 8',
    ]);
    const asText = entityReference(Vote, { pollId: '3', userId: 'u-1' });
    expect(expectRecorded(module, { entity: asText })).toEqual(written);
    expect(expectRecorded(module, { entity: PinnedThread })).toMatchObject({ entityId: '5' });
    expect(expectRecorded(module, { entity: entityReference(Thread, 8) })).toMatchObject({ entityId: '8' });
    expect(expectRecorded(module, { snapshot: { choice: 'yes' } })).toMatchObject({ action: 'vote' });
    expect(trail.stats()).toMatchObject({ written: 5, waiting: 0 });
    await expect(trail.health()).resolves.toMatchObject({ status: 'up' });
    await trail.flush();
  });

  it('refuses what the application would refuse', async () => {
    const trail = (await compile()).get(AuditTrailService);
    const who = { user: '7', ip: '203.0.113.7' };
    await expect(trail.recordFor(who, {})).rejects.toMatchObject({ code: 'NOT_AN_ENTITY' });
    await expect(trail.recordFor(who, new Thread())).rejects.toMatchObject({ code: 'ENTITY_NOT_SAVED' });
    await expect(trail.recordFor({ ...who, ip: 'x' }, made('x'))).rejects.toMatchObject({
      code: 'INVALID_IP',
    });
  });

  it('says what was recorded where the expected entry was not', async () => {
    const module = await compile();
    expect(() => expectRecorded(module, { action: 'thread.start' })).toThrow(/Nothing was recorded/);
    await module
      .get(AuditTrailService)
      .recordFor({ user: '7', ip: '203.0.113.7' }, made('Bread'), { action: 'a' });
    expect(() => expectRecorded(module, { userId: '8', action: 'a' })).toThrow(
      'Expected an entry with {"userId":"8","action":"a"}. Recorded were:\n  a by 7 from 203.0.113.7: Thread 4711',
    );
    module.get(RecordedEntries).clear();
    expect(module.get(RecordedEntries).all).toEqual([]);
  });

  it('says which services need a database, and lets a test put its own in their place', async () => {
    const module = await compile();
    const open = () => module.get(ThreadsController).investigations.open({ staffId: '1', reason: 'spam' });
    expect(open).toThrow(/InvestigationsService.open\(\) reads the database/);
    const own = await Test.createTestingModule(testing())
      .overrideProvider(InvestigationsService)
      .useValue({ open: () => 'opened' })
      .compile();
    expect(own.get(ThreadsController).investigations.open({ staffId: '1', reason: 'spam' })).toBe('opened');
  });

  it('says what to import where nothing is kept', async () => {
    const module = await Test.createTestingModule({}).compile();
    expect(() => expectRecorded(module)).toThrow(/Import AuditTrailTestingModule/);
  });

  it('refuses wrong options as the application would', () => {
    expect(() => AuditTrailTestingModule.forRoot({ ipStoreDays: 0 })).toThrow(/ipStoreDays/);
  });
});

describe('the settable clock', () => {
  it('goes with the real one until it is set, then stands still', async () => {
    const module = await Test.createTestingModule(testing()).compile();
    const clock = module.get(TestClock);
    const record = async () =>
      (await module.get(AuditTrailService).recordFor({ user: '7', ip: '203.0.113.7' }, made('x')))?.createdAt;
    const before = Date.now();
    expect((await record())?.getTime()).toBeGreaterThanOrEqual(before);
    clock.set(new Date('2026-02-03T04:05:06Z'));
    expect(await record()).toEqual(new Date('2026-02-03T04:05:06Z'));
    clock.advance(60_000);
    expect(await record()).toEqual(new Date('2026-02-03T04:06:06Z'));
    clock.reset();
    expect((await record())?.getTime()).toBeGreaterThanOrEqual(before);
  });

  it.each([new Date(Number.NaN), Number.NaN, '2026-01-01' as never])('refuses %p', (time) => {
    expect(() => new TestClock().set(time)).toThrow(expect.objectContaining({ code: 'INVALID_TIME' }));
    expect(() => new TestClock().advance('1' as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_TIME' }),
    );
  });
});

describeEachHttpServer('an application without a database', ({ create }) => {
  let close = async (): Promise<void> => undefined;
  afterEach(() => close());

  it('records requests as the real one does', async () => {
    const running = await create(testing());
    ({ close } = running);
    const asUser = { headers: { 'x-user': '17' } };
    await send(running.url, { path: '/threads', body: { title: 'Bread' }, ...asUser });
    await send(running.url, { path: '/threads', body: { title: 'By nobody' } });
    await send(running.url, { method: 'DELETE', path: '/threads/8', ...asUser });
    await send(running.url, { method: 'DELETE', path: '/threads/9', ...asUser });

    expectRecorded(running.app, {
      userId: '17',
      action: 'thread.start',
      entity: made('Bread'),
      ip: '127.0.0.1',
    });
    expectRecorded(running.app, { entity: entityReference(Thread, 8), outcome: 'done' });
    expectRecorded(running.app, { entity: entityReference(Thread, 9), outcome: 'failed' });
    expect(running.app.get(RecordedEntries, { strict: false }).all).toHaveLength(3);
  });
});
