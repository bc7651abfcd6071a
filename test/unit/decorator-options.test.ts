import { describe, expect, it } from '@jest/globals';
import { AuditTrail } from '../../src/index.js';
import { refusalOf } from './refusal.js';

// oxlint-disable-next-line typescript/no-extraneous-class -- an entity class is a name here
class Thread {}

/** Decorates a method of a controller, as the class is being defined. */
const decorated = (options: unknown) => () => {
  class ThreadsController {
    @AuditTrail(options as object)
    create() {
      return null;
    }
  }
  return ThreadsController;
};

describe('a wrong option of @AuditTrail() is refused where the class is defined', () => {
  it.each<[string, unknown, string]>([
    ['action', '', 'was ""; wanted text of 1 to 100 characters.'],
    ['action', 'a'.repeat(101), 'was a string of 101 characters; wanted text of 1 to 100 characters.'],
    ['action', Symbol('thread.start'), 'was a symbol; wanted text of 1 to 100 characters.'],
    ['of', '', 'was ""; wanted an entity class or the name of an entity.'],
    ['of', null, 'was null; wanted an entity class or the name of an entity.'],
    ['of', 7, 'was 7; wanted an entity class or the name of an entity.'],
    ['entity', 'poll', 'was "poll"; wanted a function, (result, request, context) => entity.'],
    ['entity', new Thread(), 'was an object of class Thread; wanted a function'],
    ['user', 7, 'was 7; wanted a function, (result, request) => user.'],
    ['failedAttempts', 'yes', 'was "yes"; wanted true or false.'],
    ['snapshot', true, 'was true; wanted a function, (entity, request) => object.'],
  ])('%s: %p', (option, came, sentence) => {
    expect(refusalOf(decorated({ [option]: came }))).toContain(
      `@AuditTrail(): the option "${option}" ${sentence}`,
    );
  });

  it('one that there is not', () => {
    expect(refusalOf(decorated({ actoin: 'thread.start' }))).toBe(
      '@AuditTrail(): there is no option "actoin"; there are action, of, entity, user, snapshot, failedAttempts.',
    );
  });

  it.each([['thread.start'], [null], [Thread], [[Thread]]])('%p instead of options', (given) => {
    expect(refusalOf(decorated(given))).toMatch(
      /^@AuditTrail\(\): the options were .+; wanted an object, such as/,
    );
  });
});

describe('@AuditTrail() takes', () => {
  it.each([
    undefined,
    {},
    { action: 'a' },
    { action: 'a'.repeat(100) },
    { action: undefined, of: undefined, entity: undefined, user: undefined, snapshot: undefined },
    { of: Thread },
    { of: 'Thread' },
    { entity: () => null, user: () => null, snapshot: () => null },
  ])('%p', (given) => {
    expect(decorated(given)).not.toThrow();
  });
});
