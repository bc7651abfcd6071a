import { describe, expect, it } from '@jest/globals';
import { EntitySchema } from 'typeorm';
import { resolveOptions } from '../../src/options/resolve-options.js';
import { refusalOf } from './refusal.js';

// oxlint-disable-next-line typescript/no-extraneous-class -- an entity class is a name here
class Account {}

describe('a wrong option stops the start, and the sentence says which, what came and what was wanted', () => {
  it.each<[string, unknown, string]>([
    ['ipStoreDays', 0, "was 0; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', -1, "was -1; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', 1.5, "was 1.5; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', 3651, "was 3651; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', Number.NaN, "was NaN; wanted days, a whole number from 1 to 3650, or 'forever'"],
    [
      'ipStoreDays',
      Number.POSITIVE_INFINITY,
      "was Infinity; wanted days, a whole number from 1 to 3650, or 'forever'",
    ],
    ['ipStoreDays', '90', 'was "90"; wanted days, a whole number from 1 to 3650, or \'forever\''],
    ['ipStoreDays', 'never', 'was "never"; wanted days, a whole number from 1 to 3650, or \'forever\''],
    ['ipStoreDays', false, "was false; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', null, "was null; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['ipStoreDays', 90n, "was 90n; wanted days, a whole number from 1 to 3650, or 'forever'"],
    ['prune', true, 'was true; wanted false or { cron, batchSize, pauseMs }'],
    ['prune', null, 'was null; wanted false or { cron, batchSize, pauseMs }'],
    ['prune', [], 'was an array of 0; wanted an object with cron, batchSize, pauseMs'],
    ['keepEntries', true, 'was true; wanted false or { days }'],
    ['keepEntries', 365, 'was 365; wanted false or { days }'],
    ['keepEntries', {}, 'was a plain object; wanted false or { days }'],
    ['request', 'request', 'was "request"; wanted a function, (context) => request'],
    ['user', 'userId', 'was "userId"; wanted a function, (request) => the id of who is signed in, or null'],
    ['ip', 'x-real-ip', 'was "x-real-ip"; wanted a function, (request) => the address of the client'],
    ['whenRecordingFails', 'ignore', 'was "ignore"; wanted "reject" or "log"'],
    ['whenRecordingFails', true, 'was true; wanted "reject" or "log"'],
    ['onRecorded', {}, 'was a plain object; wanted a function, (entry) => void'],
    ['retryForMs', -1, 'was -1; wanted milliseconds, a whole number from'],
    ['retryForMs', '5s', 'was "5s"; wanted milliseconds, a whole number from'],
    ['shutdownTimeoutMs', 0.5, 'was 0.5; wanted milliseconds, a whole number from 0 to 3600000'],
    ['maxWaiting', 0, 'was 0; wanted entries, a whole number from 1 to 10000000'],
    [
      'maxWaiting',
      Number.POSITIVE_INFINITY,
      'was Infinity; wanted entries, a whole number from 1 to 10000000',
    ],
    ['userEntity', 5, 'was 5; wanted an entity class, or the name of an entity'],
    ['userEntity', '', 'was ""; wanted an entity class, or the name of an entity'],
    [
      'userEntity',
      {},
      "was a plain object; wanted the host's user entity class, or { entity, userId: 'publicId' }",
    ],
    ['userEntity', null, "was null; wanted the host's user entity class, or { entity, userId: 'publicId' }"],
    [
      'describeUsers',
      new Map(),
      'was an object of class Map; wanted a function, (userIds) => a promise of a Map of names',
    ],
    [
      'sharedRanges',
      '10.0.0.0/8',
      'was "10.0.0.0/8"; wanted an array of addresses and ranges in CIDR notation',
    ],
    [
      'neverBlock',
      { 0: '10.0.0.0/8' },
      'was a plain object; wanted an array of addresses and ranges in CIDR notation',
    ],
    ['lookupLogDays', 0, 'was 0; wanted days, a whole number from 1 to 3650'],
    ['lookupLogDays', 'forever', 'was "forever"; wanted days, a whole number from 1 to 3650'],
    ['maxLookupsPerDay', 0, 'was 0; wanted lookups, a whole number from 1 to 1000000'],
    ['secret', [], 'was an array of 0; wanted a secret, or an array of at least one'],
    ['blocks', false, 'was false; wanted an object with refreshMs, loadTimeoutMs, whenUnreadable, enforce'],
  ])('%s: %p', (option, came, sentence) => {
    const message = refusalOf(() => resolveOptions({ [option]: came }));
    expect(message).toContain(`AuditTrailModule: the option "${option}" ${sentence}`);
    expect(message).toMatch(/\.$/);
  });

  it.each<[string, unknown, string]>([
    [
      'prune.cron',
      { prune: { cron: 'at night' } },
      'was "at night"; wanted a cron expression such as "17 3 * * *"',
    ],
    ['prune.cron', { prune: { cron: '17 25 * * *' } }, 'was "17 25 * * *"; wanted a cron expression'],
    ['prune.cron', { prune: { cron: '' } }, 'was ""; wanted a cron expression'],
    ['prune.cron', { prune: { cron: '17 3 30 2 *' } }, 'was "17 3 30 2 *"; wanted a cron expression'],
    ['prune.cron', { prune: { cron: new Date(0) } }, 'was an object of class Date; wanted a cron expression'],
    [
      'prune.batchSize',
      { prune: { batchSize: 0 } },
      'was 0; wanted rows in one transaction, a whole number from 1 to 100000',
    ],
    [
      'prune.pauseMs',
      { prune: { pauseMs: -1 } },
      'was -1; wanted milliseconds, a whole number from 0 to 60000',
    ],
    [
      'keepEntries.days',
      { keepEntries: { days: '400' } },
      'was "400"; wanted days, a whole number from 1 to 3650',
    ],
    [
      'keepEntries.days',
      { keepEntries: { days: 90 } },
      'was 90; wanted more days than ipStoreDays, which is 90',
    ],
    [
      'keepEntries.days',
      { ipStoreDays: 30, keepEntries: { days: 7 } },
      'was 7; wanted more days than ipStoreDays, which is 30',
    ],
    [
      'keepEntries.days',
      { ipStoreDays: 'forever', keepEntries: { days: 400 } },
      "was 400; wanted false, since with ipStoreDays: 'forever'",
    ],
    ['userEntity.entity', { userEntity: { entity: undefined } }, 'was undefined; wanted an entity class'],
    ['userEntity.entity', { userEntity: { entity: {} } }, 'was a plain object; wanted an entity class'],
    [
      'userEntity.userId',
      { userEntity: { entity: Account, userId: 7 } },
      'was 7; wanted the name of the property',
    ],
    [
      'sharedRanges[1]',
      { sharedRanges: ['10.0.0.0/8', '10.0.0.*'] },
      'was "10.0.0.*"; wanted an address or a range in CIDR notation',
    ],
    [
      'sharedRanges[0]',
      { sharedRanges: ['10.0.0.0/33'] },
      'was "10.0.0.0/33"; wanted an address or a range in CIDR notation',
    ],
    ['neverBlock[0]', { neverBlock: [10] }, 'was 10; wanted an address or a range in CIDR notation'],
    [
      'blocks.refreshMs',
      { blocks: { refreshMs: 99 } },
      'was 99; wanted milliseconds, a whole number from 100 to 3600000',
    ],
    ['blocks.loadTimeoutMs', { blocks: { loadTimeoutMs: '2s' } }, 'was "2s"; wanted milliseconds'],
    [
      'blocks.whenUnreadable',
      { blocks: { whenUnreadable: 'allow' } },
      'was "allow"; wanted "refuse" or "pass"',
    ],
    ['blocks.enforce', { blocks: { enforce: 'off' } }, 'was "off"; wanted true or "report" or false'],
  ])('%s: %p', (option, given, sentence) => {
    expect(refusalOf(() => resolveOptions(given))).toContain(
      `AuditTrailModule: the option "${option}" ${sentence}`,
    );
  });

  it.each([
    ['ipStoreDay', { ipStoreDay: 30 }, 'there are ipStoreDays, prune, keepEntries,'],
    ['prune.at', { prune: { at: '3:17' } }, 'there are cron, batchSize, pauseMs'],
    ['keepEntries.day', { keepEntries: { day: 400 } }, 'there are days'],
    ['userEntity.id', { userEntity: { entity: Account, id: 'publicId' } }, 'there are entity, userId'],
    [
      'blocks.enabled',
      { blocks: { enabled: false } },
      'there are refreshMs, loadTimeoutMs, whenUnreadable, enforce',
    ],
    ['constructor', { constructor: 1 }, 'there are ipStoreDays'],
  ])('%s, which is no option', (name, given, rest) => {
    expect(refusalOf(() => resolveOptions(given))).toContain(
      `AuditTrailModule: there is no option "${name}"; ${rest}`,
    );
  });

  it.each([[undefined], [null], [90], ['90'], [[]]])('%p instead of the options', (given) => {
    const sentence = /^AuditTrailModule: the options were .+; wanted an object with ipStoreDays, prune,/;
    expect(refusalOf(() => resolveOptions(given))).toMatch(sentence);
  });
});

describe('the ends of what an option takes', () => {
  it.each([
    { ipStoreDays: 1 },
    { ipStoreDays: 3650 },
    { ipStoreDays: 'forever' },
    { prune: false },
    { prune: { cron: '@daily', batchSize: 1, pauseMs: 0 } },
    { prune: { cron: '30 17 3 * * MON', batchSize: 100_000, pauseMs: 60_000 } },
    { ipStoreDays: 90, keepEntries: { days: 91 } },
    { maxWaiting: 1, shutdownTimeoutMs: 0, retryForMs: 3_600_000 },
    { userEntity: Account },
    { userEntity: 'Account' },
    { userEntity: { entity: Account, userId: 'publicId' } },
    { userEntity: new EntitySchema({ name: 'Account', columns: {} }) },
    { blocks: { refreshMs: 100, loadTimeoutMs: 0, whenUnreadable: 'pass', enforce: 'report' } },
  ])('%p', (given) => {
    expect(resolveOptions(given)).toMatchObject(given);
  });
});
