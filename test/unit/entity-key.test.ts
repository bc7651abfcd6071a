import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { entityReference } from '../../src/index.js';
import { Category, Membership, Poll, Post, Thread } from '../support/forum/entities.js';
import { type KnownEntities, knownEntities } from './known-entities.js';

class Period {
  @PrimaryColumn({ type: 'int' })
  year!: number;

  @PrimaryColumn({ type: 'varchar', length: 10 })
  2!: string;
}

/** A key of three parts, of which one is another entity and two are embedded. */
@Entity()
class Report {
  @Column(() => Period)
  period!: Period;

  @PrimaryColumn({ type: 'int' })
  threadId!: number;

  @ManyToOne(() => Thread)
  @JoinColumn({ name: 'threadId' })
  thread?: Thread;
}

@Entity()
class Token {
  @PrimaryColumn({ type: 'blob' })
  hash!: Buffer;
}

@Entity()
class Day {
  @PrimaryColumn({ type: 'datetime' })
  at!: Date;
}

class PinnedThread extends Thread {}
const UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const UNUSUAL = [Report, Token, Day];
let known: KnownEntities;

beforeAll(async () => {
  known = await knownEntities(UNUSUAL);
});
afterAll(() => known.close());

const made = <T extends object>(entity: new () => T, values: object) => known.make(entity, values);
const nameOf = (entity: unknown) => known.entities.nameOf(entity);
const keyOf = (entity: unknown) => nameOf(entity).id;

describe('an entity is named by its type and its key', () => {
  it.each<[string, () => object, string, string]>([
    ['a number', () => made(Thread, { id: 12 }), 'Thread', '12'],
    ['the number 0', () => made(Thread, { id: 0 }), 'Thread', '0'],
    ['a bigint', () => made(Post, { id: '9223372036854775807' }), 'Post', '9223372036854775807'],
    ['a uuid', () => made(Poll, { id: UUID }), 'Poll', UUID],
    ['text', () => made(Category, { slug: 'Größe & co' }), 'Category', 'Größe & co'],
    [
      'two columns, sorted',
      () => made(Membership, { userId: 7, category: 'b' }),
      'Membership',
      '{"category":"b","userId":7}',
    ],
    ['bytes', () => made(Token, { hash: Buffer.from([0, 255]) }), 'Token', '00ff'],
    ['a time', () => made(Day, { at: new Date(0) }), 'Day', '1970-01-01T00:00:00.000Z'],
    [
      'embedded columns and another entity',
      () => made(Report, { period: { year: 2026, 2: 'Q4' }, thread: { id: 12 } }),
      'Report',
      '{"period.2":"Q4","period.year":2026,"threadId":12}',
    ],
    ['an instance of a subclass', () => Object.assign(new PinnedThread(), { id: 12 }), 'Thread', '12'],
  ])('%s', (_, entity, type, id) => {
    expect(nameOf(entity())).toEqual({ type, id });
  });
});

describe('one key is one text, wherever it came from', () => {
  const membership = { category: 'general', userId: '7' };

  it.each<[string, () => unknown[], string]>([
    [
      'a number',
      () => [
        made(Thread, { id: 12 }),
        entityReference(Thread, 12),
        entityReference('Thread', '12'),
        entityReference(Thread, 12n),
      ],
      '12',
    ],
    [
      'a number with zeros before it',
      () => [entityReference(Thread, '0012'), entityReference(Thread, { id: '12' })],
      '12',
    ],
    [
      'a bigint',
      () => [
        made(Post, { id: 7 }),
        made(Post, { id: '7' }),
        entityReference(Post, 7n),
        entityReference(Post, '7'),
      ],
      '7',
    ],
    [
      'a bigint with zeros before it',
      () => [entityReference(Post, '007'), entityReference(Post, { id: '007' })],
      '7',
    ],
    ['a uuid in capitals', () => [made(Poll, { id: UUID }), entityReference(Poll, UUID.toUpperCase())], UUID],
    [
      'two columns',
      () => [
        made(Membership, { ...membership, userId: 7, role: 'owner' }),
        made(Membership, membership),
        entityReference(Membership, membership),
        entityReference('Membership', { userId: 7, category: 'general', role: 'owner' }),
        entityReference(Membership, made(Membership, membership)),
        entityReference(Membership, { category: 'general', userId: 7n }),
      ],
      '{"category":"general","userId":7}',
    ],
  ])('%s', (_, references, text) => {
    expect(references().map(keyOf)).toEqual(references().map(() => text));
  });

  it('but text stays as it is', () => {
    expect(['u1', 'U1', 'u1 ', '007', '7'].map((slug) => keyOf(made(Category, { slug })))).toEqual([
      'u1',
      'U1',
      'u1 ',
      '007',
      '7',
    ]);
  });

  it('and what is no registered entity is named as it was said', () => {
    expect(nameOf(entityReference('Invoice', '007'))).toEqual({ type: 'Invoice', id: '007' });
    expect(keyOf(entityReference('Invoice', { b: 1, a: 'x"y' }))).toBe('{"a":"x\\"y","b":1}');
  });
});
