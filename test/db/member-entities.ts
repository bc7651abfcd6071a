import {
  Column,
  DeleteDateColumn,
  Entity,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Table,
  TableForeignKey,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { StoresIp } from '../../src/index.js';
import { FORUM_ENTITIES } from '../support/forum/entities.js';
import { CreateForum1700000000000 } from '../support/forum/migration.js';

/** A user with a number that only the database sees, and an id that everybody does. */
@Entity()
export class Member {
  @PrimaryGeneratedColumn()
  id!: number;

  @Index({ unique: true })
  @Column({ type: 'varchar', length: 60 })
  publicId!: string;

  @Column({ type: 'bigint', nullable: true })
  joinedAt!: string | null;

  @StoresIp({ createdAt: 'joinedAt', userId: 'publicId' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  joinIp!: string | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @ManyToOne('Household', 'members', { nullable: true, onDelete: 'CASCADE' })
  household!: Household | null;
}

/** What members are removed together with. */
@Entity()
export class Household {
  @PrimaryGeneratedColumn()
  id!: number;

  @OneToMany('Member', 'household', { cascade: ['remove'] })
  members!: Member[];
}

/** Another table of the host's with addresses of members, many for each. */
@Entity()
export class Login {
  @PrimaryColumn({ type: 'int' })
  memberNumber!: number;

  @PrimaryColumn({ type: 'int' })
  number!: number;

  @Column({ type: 'varchar', length: 60 })
  member!: string;

  @Column({ type: 'bigint' })
  at!: string;

  @StoresIp({ createdAt: 'at', userId: 'member' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  from!: string | null;
}

const MEMBER_ENTITIES = [Household, Member, Login];

/** The tables as the entities declare them. */
class CreateMembers1700000000001 implements MigrationInterface {
  readonly name = 'CreateMembers1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    const { driver } = runner.connection;
    for (const entity of MEMBER_ENTITIES) {
      const metadata = runner.connection.getMetadata(entity);
      await runner.createTable(Table.create(metadata, driver));
      for (const key of metadata.foreignKeys) {
        await runner.createForeignKey(metadata.tablePath, TableForeignKey.create(key, driver));
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const entity of MEMBER_ENTITIES.toReversed()) {
      await runner.dropTable(runner.connection.getMetadata(entity).tablePath);
    }
  }
}

/** What a forum with members says to TypeORM. */
export const WITH_MEMBERS = {
  entities: [...FORUM_ENTITIES, ...MEMBER_ENTITIES],
  migrations: [CreateForum1700000000000, CreateMembers1700000000001],
};
