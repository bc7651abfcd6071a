import { describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { AuditTrailModule, type AuditTrailModuleOptions } from '../../src/index.js';
import { createDatabase, describeEachDatabase } from '../support/databases.js';
import { forumModule, startForum } from '../support/forum/world.js';

/** Each wrong option of the README's table, what is said to have come, and how. Unit tests hold the sentences. */
const WRONG: readonly (readonly [option: string, came: string, options: object])[] = [
  ['ipStoreDays', '0', { ipStoreDays: 0 }],
  ['ipStoreDays', '-1', { ipStoreDays: -1 }],
  ['ipStoreDays', '1.5', { ipStoreDays: 1.5 }],
  ['ipStoreDays', 'NaN', { ipStoreDays: Number.NaN }],
  ['ipStoreDays', 'Infinity', { ipStoreDays: Infinity }],
  ['ipStoreDays', '3651', { ipStoreDays: 3651 }],
  ['ipStoreDays', '"90"', { ipStoreDays: '90' }],
  ['ipStoreDays', 'null', { ipStoreDays: null }],
  ['prune', 'true', { prune: true }],
  ['prune.cron', '"nightly"', { prune: { cron: 'nightly' } }],
  ['prune.cron', '"17 25 * * *"', { prune: { cron: '17 25 * * *' } }],
  ['prune.batchSize', '0', { prune: { batchSize: 0 } }],
  ['prune.pauseMs', '-1', { prune: { pauseMs: -1 } }],
  ['keepEntries', 'true', { keepEntries: true }],
  ['keepEntries.days', '90', { keepEntries: { days: 90 } }],
  ['keepEntries.days', '9', { ipStoreDays: 'forever', keepEntries: { days: 9 } }],
  ['request', 'a plain object', { request: {} }],
  ['user', '"id"', { user: 'id' }],
  ['ip', '"x-real-ip"', { ip: 'x-real-ip' }],
  ['whenRecordingFails', '"ignore"', { whenRecordingFails: 'ignore' }],
  ['onRecorded', 'true', { onRecorded: true }],
  ['retryForMs', '"5s"', { retryForMs: '5s' }],
  ['shutdownTimeoutMs', '-1', { shutdownTimeoutMs: -1 }],
  ['maxWaiting', '0', { maxWaiting: 0 }],
  ['userEntity', '5', { userEntity: 5 }],
  ['describeUsers', 'a plain object', { describeUsers: {} }],
  ['sharedRanges', '"10.0.0.0/8"', { sharedRanges: '10.0.0.0/8' }],
  ['sharedRanges[1]', '"10/8"', { sharedRanges: ['10.0.0.0/8', '10/8'] }],
  ['neverBlock[0]', '"localhost"', { neverBlock: ['localhost'] }],
  ['lookupLogDays', '0', { lookupLogDays: 0 }],
  ['maxLookupsPerDay', '0', { maxLookupsPerDay: 0 }],
  ['secret', '9 bytes long', { secret: 'too short' }],
  ['blocks.refreshMs', '1', { blocks: { refreshMs: 1 } }],
  ['blocks.whenUnreadable', '"log"', { blocks: { whenUnreadable: 'log' } }],
  ['blocks.enforce', '"yes"', { blocks: { enforce: 'yes' } }],
];

describe.each(WRONG)('the option %s that was %s', (option, came, options) => {
  const sentence = `AuditTrailModule: the option "${option}" was ${came}; wanted `;
  const expected = { code: 'INVALID_OPTIONS', message: expect.stringContaining(sentence) };

  it('are refused where the module is declared', () => {
    const declare = () => AuditTrailModule.forRoot(options);
    expect(declare).toThrow(expect.objectContaining(expected));
  });

  it('stop the start where they are provided', async () => {
    const database = await createDatabase('better-sqlite3', { memory: true });
    const trail = AuditTrailModule.forRootAsync({ useFactory: () => options });
    const starting = NestFactory.create(forumModule(database, { trail }), {
      abortOnError: false,
      logger: false,
    });
    await expect(starting).rejects.toMatchObject(expected);
  });
});

describe('wrong settings of the module itself', () => {
  it('are refused where there is no such option', () => {
    const misspelt = { ipStoreDay: 90 } as AuditTrailModuleOptions;
    expect(() => AuditTrailModule.forRoot(misspelt)).toThrow(
      'there is no option "ipStoreDay"; there are ipStoreDays',
    );
  });

  it.each<[object, string]>([
    [{ isGlobal: 'no' }, 'the option "isGlobal" was "no"; wanted '],
    [{ dataSource: {} }, 'the option "dataSource" was a plain object; wanted '],
  ])('%j are refused where it is declared, in both forms', (options, sentence) => {
    const expected = expect.objectContaining({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(sentence),
    });
    expect(() => AuditTrailModule.forRoot(options as AuditTrailModuleOptions)).toThrow(expected);
    const asyncOptions = { ...options, useFactory: () => ({}) } as Parameters<
      typeof AuditTrailModule.forRootAsync
    >[0];
    expect(() => AuditTrailModule.forRootAsync(asyncOptions)).toThrow(expected);
  });

  it('are refused where none or two of the three forms are used', () => {
    expect(() => AuditTrailModule.forRootAsync({})).toThrow(
      'takes one of useFactory, useClass, useExisting; none',
    );
    const two = { useFactory: () => ({}), useExisting: 'options' };
    expect(() => AuditTrailModule.forRootAsync(two)).toThrow('; useFactory and useExisting came');
  });
});

describeEachDatabase('a database without the tables', (database) => {
  it('stops the start with the line that makes them', async () => {
    const starting = startForum(database(), { dataSource: { migrations: [] } });
    await expect(starting).rejects.toMatchObject({
      code: 'SCHEMA_MISSING',
      message: expect.stringMatching(/audit_trail_entry is missing.*AUDIT_TRAIL_MIGRATIONS.*migration:run/),
    });
  });
});
