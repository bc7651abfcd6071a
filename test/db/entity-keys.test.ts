import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EntityTarget } from 'typeorm';
import { type AuditTrailEntry, entityReference } from '../../src/index.js';
import { describeEachDatabase } from '../support/databases.js';
import { Category, Membership, Poll, Post, Thread } from '../support/forum/entities.js';
import { type Forum, startForum } from '../support/forum/world.js';

const WHO = { user: '7', ip: '203.0.113.7' };

/** SQLite's driver hands over numbers of JavaScript, which end at 2^53. */
const LARGE = {
  postgres: '9007199254740993',
  mariadb: '9007199254740993',
  'better-sqlite3': '9007199254740991',
};
const asText = (entity: object) =>
  Object.entries(entity)
    .map(([name, value]) => `${name} ${value}`)
    .toSorted();

describeEachDatabase('what was acted upon can be found again by its entry', (database, kind) => {
  let forum: Forum;

  beforeAll(async () => {
    forum = await startForum(database());
  });
  afterAll(() => forum.close());

  const saved = <T extends object>(entity: EntityTarget<T>, values: object): Promise<T> => {
    const repository = forum.dataSource.getRepository<T>(entity);
    return repository.save(repository.merge(repository.create(), values as never));
  };
  const recorded = async (entity: object) => {
    const written = await forum.trail.recordFor(WHO, entity);
    const kept = (await forum.entries()).find(({ id }) => id === written?.id);
    expect(kept).toEqual(written);
    return kept!;
  };
  /** The entity that an entry names, as staff would look for it. */
  const target = ({ entityType, entityId }: AuditTrailEntry) => {
    const { primaryColumns } = forum.dataSource.getMetadata(entityType);
    const key =
      primaryColumns.length > 1
        ? (JSON.parse(entityId) as object)
        : { [primaryColumns[0]!.propertyName]: entityId };
    return forum.dataSource.getRepository(entityType).findOneByOrFail(key);
  };

  it.each<[string, EntityTarget<object>, () => object, string | null]>([
    ['a generated number', Thread, () => ({ title: 'Welcome' }), null],
    ['a bigint', Post, () => ({ id: LARGE[kind], body: 'x' }), LARGE[kind]],
    ['a generated uuid', Poll, () => ({ question: 'Which?' }), null],
    ['text', Category, () => ({ slug: 'Größe "x" \\ {1,NULL}' }), 'Größe "x" \\ {1,NULL}'],
    [
      'two columns',
      Membership,
      () => ({ userId: 7, category: 'it\'s "here"', role: 'owner' }),
      `{"category":"it's \\"here\\"","userId":7}`,
    ],
  ])('%s', async (_, entity, values, text) => {
    const made = await saved(entity, values());
    const fromSaved = await recorded(made);
    // What the database made is only known now.
    expect(fromSaved.entityId).toBe(text ?? String((made as { id?: unknown }).id));
    expect(asText(await target(fromSaved))).toEqual(asText(made));
    const fromLoaded = await recorded(await target(fromSaved));
    expect(fromLoaded.entityId).toBe(fromSaved.entityId);
  });

  it('although it was removed, by a reference with the text from a route', async () => {
    const thread = await saved(Thread, { title: 'Spam' });
    const post = await saved(Post, { id: '12345678901', body: 'x' });
    const poll = await saved(Poll, { question: 'Which?' });
    const member = await saved(Membership, { userId: 8, category: 'general', role: 'owner' });
    for (const [entity, reference] of [
      [thread, entityReference(Thread, String(thread.id))],
      [post, entityReference(Post, '12345678901')],
      [post, entityReference('Post', 12345678901n)],
      [poll, entityReference(Poll, poll.id.toUpperCase())],
      [member, entityReference(Membership, { userId: '8', category: 'general' })],
    ] as const) {
      const before = await recorded(entity);
      const after = await recorded(reference);
      expect([after.entityType, after.entityId]).toEqual([before.entityType, before.entityId]);
    }
  });

  it.each([
    ['quotes', `'"\`"'`],
    ['a backslash at the end', '\\'],
    ['what ends an SQL statement', "'); drop table audit_trail_entry; --"],
    ['what an array literal of PostgreSQL gives a meaning', '{"a",NULL,\\"}'],
    ['the word NULL', 'NULL'],
    ['placeholders', '? $1 :id @p0 %s'],
    ['line breaks and other control characters', 'a\r\n\t\u0001\u001a\u007f'],
    ['JSON', '[1,{"a":null}]'],
    ['every plane of Unicode', '\u{1f600}\u{10ffff}\u00e9e\u0301\u200f\ufeff'],
  ])('with %s in its key, its action and its snapshot', async (_, text) => {
    const entity = entityReference('Thing', text);
    const written = await forum.trail.recordFor(WHO, entity, { action: text, snapshot: { [text]: text } });
    expect((await forum.entries()).at(-1)).toEqual(written);
    expect(written).toMatchObject({
      entityType: 'Thing',
      entityId: text,
      action: text,
      snapshot: { [text]: text },
    });
  });
});
