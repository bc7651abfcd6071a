import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from '../../src/options/resolve-options.js';

describe('what holds without a word from the host', () => {
  it('is what the table of options says', () => {
    expect(resolveOptions({})).toEqual({
      ipStoreDays: 90,
      prune: { cron: '17 3 * * *', batchSize: null, pauseMs: 20 },
      keepEntries: false,
      request: null,
      user: null,
      ip: null,
      whenRecordingFails: 'reject',
      onRecorded: null,
      retryForMs: 5_000,
      shutdownTimeoutMs: 10_000,
      maxWaiting: 10_000,
      userEntity: null,
      describeUsers: null,
      sharedRanges: [],
      neverBlock: [],
      lookupLogDays: 365,
      maxLookupsPerDay: 200,
      secret: [],
      blocks: {
        refreshMs: 2_000,
        loadTimeoutMs: 2_000,
        whenUnreadable: 'refuse',
        enforce: true,
        exempt: null,
      },
    });
  });

  it('holds as well where an option is there, but undefined', () => {
    const given = {
      ipStoreDays: undefined,
      prune: { cron: undefined },
      secret: undefined,
      userEntity: undefined,
    };
    expect(resolveOptions(given)).toEqual(resolveOptions({}));
  });

  it('fills up what the host said of a part', () => {
    expect(resolveOptions({ prune: { batchSize: 5 } }).prune).toEqual({
      cron: '17 3 * * *',
      batchSize: 5,
      pauseMs: 20,
    });
    expect(resolveOptions({ blocks: { enforce: false } }).blocks).toMatchObject({
      refreshMs: 2_000,
      enforce: false,
    });
  });
});

describe('options that were read', () => {
  const given = {
    prune: { batchSize: 5 },
    keepEntries: { days: 400 },
    userEntity: { entity: 'Account', userId: 'publicId' },
    sharedRanges: ['::ffff:198.51.100.9/120'],
    neverBlock: ['2001:DB8::1'],
    secret: 'a secret of at least 32 bytes, or more',
    blocks: { enforce: 'report' },
  };

  it.each([
    ['of the host', given],
    ['of nobody', {}],
  ])('cannot be changed any more: %s', (_, said) => {
    const options = resolveOptions(said);
    expect(Object.isFrozen(options)).toBe(true);
    for (const part of Object.values(options)) {
      const isPart = typeof part === 'object' && part !== null;
      expect(!isPart || Object.isFrozen(part)).toBe(true);
    }
  });

  it('hold ranges in their canonical form', () => {
    const { sharedRanges, neverBlock } = resolveOptions(given);
    expect(sharedRanges.map(({ text }) => text)).toEqual(['198.51.100.0/24']);
    expect(neverBlock.map(({ text }) => text)).toEqual(['2001:db8::1/128']);
  });

  it('do not follow what the host changes afterwards', () => {
    const mine = {
      ipStoreDays: 30,
      prune: { batchSize: 5 },
      userEntity: { entity: 'Account', userId: 'publicId' },
    };
    const options = resolveOptions(mine);
    mine.ipStoreDays = 1;
    mine.prune.batchSize = 1;
    mine.userEntity.userId = 'id';
    expect(options).toMatchObject({
      ipStoreDays: 30,
      prune: { batchSize: 5 },
      userEntity: { userId: 'publicId' },
    });
  });
});
