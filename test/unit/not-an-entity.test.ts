import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entityReference } from '../../src/index.js';
import { Category, Membership, Thread } from '../support/forum/entities.js';
import { type KnownEntities, knownEntities } from './known-entities.js';
import { refusalOf } from './refusal.js';

let known: KnownEntities;

beforeAll(async () => {
  known = await knownEntities();
});
afterAll(() => known.close());

const made = <T extends object>(entity: new () => T, values: object) => known.make(entity, values);
const nameOf = (entity: unknown, of?: new () => object) => known.entities.nameOf(entity, of);

describe('an entity without its key is refused', () => {
  it.each<[string, () => unknown]>([
    ['not saved yet', () => made(Thread, { title: 'Welcome' })],
    ['removed already', () => made(Thread, { id: undefined, title: 'Welcome' })],
    ['a part is missing', () => made(Membership, { userId: 7 })],
    ['the text is empty', () => made(Category, { slug: '' })],
    ['a reference without a part', () => entityReference(Membership, { category: 'general' })],
    ['a reference of one value to two columns', () => entityReference(Membership, 7)],
    ['a reference without any part', () => entityReference('Invoice', {})],
  ])('%s', (_, entity) => {
    expect(refusalOf(() => nameOf(entity()), 'ENTITY_NOT_SAVED')).toMatch(
      /has no primary key yet, or no longer\. Record it after it was saved/,
    );
  });

  it.each([[''], [undefined], [null], [Number.NaN], [true]])(
    'and so is entityReference(Thread, %p)',
    (id) => {
      expect(refusalOf(() => entityReference(Thread, id as string), 'ENTITY_NOT_SAVED')).toMatch(
        /Is the name of the route parameter right\?$/,
      );
    },
  );
});

describe('what is no entity is refused', () => {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a class that no data source knows
  class Stranger {}

  it.each<[string, unknown, string]>([
    ['a plain object', { id: 12 }, 'a plain object'],
    ['an instance of another class', new Stranger(), 'an object of class Stranger'],
    ['an object without a class', Object.create(null), 'a plain object'],
    ['text', 'Thread', 'a string of 6 characters'],
    ['the class itself', Thread, 'the function or class Thread'],
    ['a list', [], 'an array of 0'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['a promise', Promise.resolve(), 'a promise'],
  ])('%s', (_, entity, shape) => {
    expect(refusalOf(() => nameOf(entity), 'NOT_AN_ENTITY')).toContain(`is ${shape}, which is neither`);
  });

  it('and a plain object with a word on where those come from', () => {
    expect(refusalOf(() => nameOf({ id: 12 }), 'NOT_AN_ENTITY')).toMatch(
      /save\(create\(values\)\) an instance\.$/,
    );
    expect(refusalOf(() => nameOf('Thread'), 'NOT_AN_ENTITY')).toMatch(
      /nor an entityReference\(type, id\)\.$/,
    );
  });

  it('although it came as a reference', () => {
    expect(refusalOf(() => nameOf(entityReference(Stranger, 1)), 'NOT_AN_ENTITY')).toContain(
      'has an entity Stranger',
    );
    expect(refusalOf(() => entityReference(undefined as never, 1), 'NOT_AN_ENTITY')).toContain(
      'was given undefined as the type',
    );
  });

  it('but a plain object that is said to have the key of an entity is named', () => {
    expect(nameOf({ id: 12, title: 'x' }, Thread)).toEqual({ type: 'Thread', id: '12' });
    expect(nameOf({ category: 'a', userId: '7' }, Membership).id).toBe('{"category":"a","userId":7}');
    expect(refusalOf(() => nameOf({ title: 'x' }, Thread), 'ENTITY_NOT_SAVED')).toContain('The Thread');
    expect(refusalOf(() => nameOf([{ id: 12 }], Thread), 'NOT_AN_ENTITY')).toContain('an array of 1');
  });
});
