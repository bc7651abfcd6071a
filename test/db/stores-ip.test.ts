import { describe, expect, it } from '@jest/globals';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { IpRetentionService, StoresIp } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { FORUM_ENTITIES } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { Forum } from '../support/forum/world.js';
import { DAY_MS, emptyTrail, TestClock } from './retention-world.js';
import {
  Attendance,
  Guest,
  makeTables,
  Member,
  Moderator,
  STORES_IP_ENTITIES,
  Visitor,
} from './stores-ip-entities.js';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0, 500);
const AT = NOW - 90 * DAY_MS;
const IP = '203.0.113.7';
const forums = forumsOfTest();

describeEachDatabase("the host's columns with @StoresIp", (database) => {
  const clock = new TestClock(NOW);
  let made = false;

  const start = async (trail: object = {}): Promise<Forum> => {
    const dataSource = { entities: [...FORUM_ENTITIES, ...STORES_IP_ENTITIES] };
    const forum = await forums.on(database(), { trail, dataSource, override: clock.override });
    if (!made) await makeTables(forum.dataSource);
    made = true;
    await emptyTrail(forum.dataSource);
    for (const entity of STORES_IP_ENTITIES) {
      await forum.dataSource.createQueryBuilder().delete().from(entity).execute();
    }
    return forum;
  };
  const retention = ({ app }: Forum) => app.get(IpRetentionService);
  const prune = (forum: Forum, dryRun = false) => retention(forum).prune({ dryRun });
  const iso = (time: number) => new Date(time).toISOString();

  it('become null at the store time, to the millisecond or as exactly as the time is kept', async () => {
    const forum = await start();
    const visitors = forum.dataSource.getRepository(Visitor);
    const visitor = (time: number) => ({
      joinIp: IP,
      joinedAt: new Date(Math.floor(time / 1000) * 1000),
      lastIp: IP,
      seenMs: String(time),
      paidIp: IP,
      paidSeconds: Math.floor(time / 1000),
      voteIp: IP,
      votedAt: iso(time),
    });
    await visitors.save([visitor(AT - DAY_MS), visitor(AT), visitor(AT + 1000), visitor(NOW)]);
    const before = await visitors.find({ order: { id: 'ASC' } });
    const expected = {
      'Visitor.joinIp': 2,
      'Visitor.lastIp': 2,
      'Visitor.paidIp': 2,
      'Visitor.voteIp': 2,
    };
    expect((await prune(forum, true)).deleted).toMatchObject(expected);
    expect(await visitors.find({ order: { id: 'ASC' } })).toEqual(before);
    expect(await prune(forum)).toMatchObject({ deleted: expected, remaining: 0, errors: [] });
    const gone = { joinIp: null, lastIp: null, paidIp: null, voteIp: null };
    // All else is as it was: no date of a change, no version.
    expect(await visitors.find({ order: { id: 'ASC' } })).toEqual([
      Object.assign({}, before[0], gone),
      Object.assign({}, before[1], gone),
      before[2],
      before[3],
    ]);
  });

  it('draw the line between two milliseconds where the time is kept so', async () => {
    const forum = await start();
    const visitors = forum.dataSource.getRepository(Visitor);
    for (const time of [AT, AT + 1]) {
      await visitors.save({ lastIp: IP, seenMs: String(time), voteIp: IP, votedAt: iso(time) });
    }
    expect((await prune(forum)).deleted).toMatchObject({ 'Visitor.lastIp': 1, 'Visitor.voteIp': 1 });
  });

  it('become null where nobody knows how old they are', async () => {
    const forum = await start();
    await forum.dataSource.getRepository(Visitor).save({ lastIp: IP, voteIp: IP, paidIp: IP });
    const report = await prune(forum);
    expect(report.deleted).toMatchObject({ 'Visitor.lastIp': 1, 'Visitor.voteIp': 1, 'Visitor.paidIp': 1 });
  });

  it('are a failure where a text is no time; those that can be read go all the same', async () => {
    const forum = await start();
    const visitors = forum.dataSource.getRepository(Visitor);
    await visitors.save([
      { voteIp: IP, votedAt: 'a week ago' },
      { voteIp: IP, votedAt: String(NOW) },
      { voteIp: IP, votedAt: '2020-01-01 00:00:00' },
    ]);
    const report = await prune(forum);
    expect(report).toMatchObject({
      deleted: { 'Visitor.voteIp': 1 },
      errors: [{ source: 'Visitor.voteIp', message: expect.stringMatching(/^2 addresses stay.*votedAt/) }],
    });
    expect(await visitors.countBy({ voteIp: IP })).toBe(2);
  });

  it('go in batches along a key of two columns', async () => {
    const forum = await start({ prune: { batchSize: 3, pauseMs: 0 } });
    const attendances = forum.dataSource.getRepository(Attendance);
    for (let i = 0; i < 40; i++) {
      const at = String(i % 4 === 0 ? NOW : AT - i);
      await attendances.insert({ meeting: `m${i % 5}`, userId: i, ip: IP, at });
    }
    const seen: number[] = [];
    const counted: (number | null)[] = [];
    const report = await retention(forum).prune({
      onProgress: ({ source, deleted, expected }) => {
        if (source !== 'Attendance.ip') return;
        seen.push(deleted);
        counted.push(expected);
      },
    });
    expect(report).toMatchObject({ deleted: { 'Attendance.ip': 30 }, errors: [] });
    expect(seen.slice(0, 3)).toEqual([3, 6, 9]);
    expect(new Set(counted)).toEqual(new Set([30]));
    expect(await attendances.countBy({ ip: IP })).toBe(10);
  });

  it('are found where they are inherited, in an object within, and once where classes share a table', async () => {
    const forum = await start({ prune: { batchSize: 1, pauseMs: 0 } });
    const { dataSource } = forum;
    const at = String(AT);
    await dataSource.getRepository(Guest).save({ ip: IP, at, login: { ip: IP, at } });
    await dataSource.getRepository(Member).save({ ip: IP, at });
    await dataSource.getRepository(Moderator).save({ ip: IP, at, staffIp: IP });
    const { deleted, errors } = await prune(forum);
    expect(errors).toEqual([]);
    const ours = Object.entries(deleted).filter(([name]) => /^(Guest|Member|Moderator)\./.test(name));
    expect(Object.fromEntries(ours)).toEqual({
      'Guest.ip': 1,
      'Guest.login.ip': 1,
      'Member.ip': 2,
      'Moderator.staffIp': 1,
    });
    expect(await dataSource.getRepository(Member).find()).toMatchObject([{ ip: null }, { ip: null }]);
  });

  it('stay where addresses are kept for ever', async () => {
    const forum = await start({ ipStoreDays: 'forever' });
    await forum.dataSource.getRepository(Visitor).save({ lastIp: IP, seenMs: '1000000000000' });
    expect(await prune(forum)).toMatchObject({ skipped: 'disabled', deleted: { 'Visitor.lastIp': 0 } });
  });
});

const column = { type: 'varchar', length: 45, nullable: true } as const;

@Entity()
class NotNullable {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'bigint' }) at!: string;
  @StoresIp({ createdAt: 'at', userId: 'id' }) @Column({ type: 'varchar', length: 45 }) ip!: string;
}

@Entity()
class WithoutTime {
  @PrimaryGeneratedColumn() id!: number;
  @StoresIp({ createdAt: 'joinedAt', userId: 'id' }) @Column(column) ip!: string | null;
}

@Entity()
class WithoutUser {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'bigint' }) at!: string;
  @StoresIp({ createdAt: 'at', userId: undefined as unknown as string }) @Column(column) ip!: string | null;
}

@Entity()
class NoColumn {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'bigint' }) at!: string;
  @StoresIp({ createdAt: 'at', userId: 'id' }) ip!: string | null;
}

@Entity()
class NoTime {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'boolean' }) at!: boolean;
  @StoresIp({ createdAt: 'at', userId: 'id' }) @Column(column) ip!: string | null;
}

describe('@StoresIp on what cannot be pruned', () => {
  it.each([
    ['a column that cannot be null', NotNullable, '@StoresIp on NotNullable.ip: the column cannot be null'],
    [
      'a time that is no column',
      WithoutTime,
      'the option "createdAt" names "joinedAt", which is no column of',
    ],
    [
      'no property for the user',
      WithoutUser,
      'the option "userId" was undefined; wanted the name of a property',
    ],
    ['a property that is no column', NoColumn, 'the property is no column. Put @Column() on it as well.'],
    ['a column that holds no time', NoTime, 'the column of "createdAt", "at", holds no time'],
  ])('stops the start and says why: %s', async (_, entity, message) => {
    const dataSource = { entities: [...FORUM_ENTITIES, entity] };
    await expect(forums.inMemory({ dataSource })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message),
    });
  });

  it('stops the start where the entity belongs to another data source', async () => {
    const other = TypeOrmModule.forRoot({
      name: 'other',
      type: 'better-sqlite3',
      database: ':memory:',
      entities: [Attendance],
      synchronize: true,
    });
    await expect(forums.inMemory({ imports: [other] })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/^@StoresIp on Attendance\.ip: .* another data source .*register/),
    });
    const alone = await forums.inMemory();
    expect(alone.app.get<DataSource>(getDataSourceToken()).hasMetadata(Attendance)).toBe(false);
  });
});
