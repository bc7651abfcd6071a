import { describe, expect, it } from '@jest/globals';
import { ChildEntity, Column, Entity, EntitySchema, PrimaryGeneratedColumn, TableInheritance } from 'typeorm';
import { PersonalDataService } from '../../src/index.js';
import { Account, Membership } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
class Person {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', select: false })
  handle!: string;
}

@ChildEntity()
class Moderator extends Person {}

class Stranger {
  readonly id = 1;
}

const Robot = new EntitySchema<{ id: number; serial: string }>({
  name: 'Robot',
  columns: { id: { type: Number, primary: true, generated: true }, serial: { type: 'varchar' } },
});

const forums = forumsOfTest();

describe('the option userEntity', () => {
  const start = (userEntity: unknown) =>
    forums.inMemory({
      trail: { userEntity } as object,
      dataSource: {
        entities: [Account, Membership, Person, Moderator, Robot],
        synchronize: true,
        migrations: [],
        migrationsRun: false,
      },
    });

  it.each<[string, unknown, RegExp]>([
    [
      'a class that TypeORM does not know',
      Stranger,
      /"userEntity" was Stranger; wanted an entity of the trail's data source: .*Account/,
    ],
    ['a name that nobody has', 'Stranger', /"userEntity" was "Stranger"; wanted an entity .*Person/],
    [
      'an entity whose key has two columns',
      Membership,
      /"userEntity" was Membership; wanted \{ entity: Membership, userId: \.\.\. \}/,
    ],
    [
      'a property that there is not',
      { entity: Account, userId: 'publicId' },
      /"userEntity\.userId" was "publicId"; wanted a property of Account: id, name/,
    ],
  ])('stops the start where it names %s', async (_, userEntity, message) => {
    await expect(start(userEntity)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, unknown, unknown, string]>([
    ['a class', Person, Person, 'id'],
    ['the name of an entity', 'Person', Person, 'id'],
    ['a schema', Robot, Robot, 'id'],
    ['a property', { entity: Person, userId: 'handle' }, Person, 'handle'],
    ['a property of a schema', { entity: Robot, userId: 'serial' }, Robot, 'serial'],
    ['a class above the one that is removed', { entity: Person, userId: 'handle' }, Moderator, 'handle'],
  ])('may be %s', async (_, userEntity, target, property) => {
    const forum = await start(userEntity);
    const users = forum.dataSource.getRepository(target as typeof Person);
    const { id } = (await users.save({ handle: 'ann', serial: 'ann' } as never)) as unknown as Person;
    const user = property === 'id' ? id : 'ann';
    const thing = await forum.dataSource.getRepository(Account).save({ name: 'x' });
    const account = await forum.dataSource.getRepository(Account).findOneByOrFail({ id: thing.id });
    await forum.trail.recordFor({ user, ip: '203.0.113.7' }, account);
    await forum.trail.recordFor({ user: 'bob', ip: '203.0.113.7' }, account);
    // Loaded anew, so that nothing is known of it but what TypeORM reads.
    await users.remove(await users.findOneByOrFail({ id }));
    expect((await forum.entries()).map(({ userId }) => userId)).toEqual(['bob']);
  });

  it('knows a user of a subclass where entries are about them', async () => {
    const forum = await start({ entity: Person, userId: 'handle' });
    const moderators = forum.dataSource.getRepository(Moderator);
    const { id } = await moderators.save({ handle: 'ann' });
    await forum.trail.recordFor({ user: 'bob', ip: '203.0.113.7' }, await moderators.findOneByOrFail({ id }));
    expect(await forum.entries()).toMatchObject([{ entityType: 'Moderator', entityId: String(id) }]);
    await forum.app.get(PersonalDataService).erase('ann');
    expect(await forum.entries()).toMatchObject([{ entityType: 'Moderator', entityId: '[erased]' }]);
  });
});
