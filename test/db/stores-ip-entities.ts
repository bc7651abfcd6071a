import {
  ChildEntity,
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  UpdateDateColumn,
  VersionColumn,
  type DataSource,
} from 'typeorm';
import { StoresIp } from '../../src/index.js';

/** Times of every kind, several columns in one entity, and columns that an update of TypeORM's would touch. */
@Entity()
export class Visitor {
  @PrimaryGeneratedColumn()
  id!: number;

  @StoresIp({ createdAt: 'joinedAt', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  joinIp!: string | null;

  @CreateDateColumn()
  joinedAt!: Date;

  @StoresIp({ createdAt: 'seenMs', userId: 'id' })
  @Column({ name: 'last ip', type: 'varchar', length: 45, nullable: true })
  lastIp!: string | null;

  @Column({ type: 'bigint', nullable: true })
  seenMs!: string | null;

  @StoresIp({ createdAt: 'paidSeconds', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  paidIp!: string | null;

  @Column({ type: 'int', nullable: true })
  paidSeconds!: number | null;

  @StoresIp({ createdAt: 'votedAt', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  voteIp!: string | null;

  @Column({ type: 'varchar', length: 40, nullable: true })
  votedAt!: string | null;

  @UpdateDateColumn()
  changedAt!: Date;

  @VersionColumn()
  version!: number;
}

/** A key of two columns. */
@Entity()
export class Attendance {
  @PrimaryColumn({ type: 'varchar', length: 20 })
  meeting!: string;

  @PrimaryColumn({ type: 'int' })
  userId!: number;

  @StoresIp({ createdAt: 'at', userId: 'userId' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  ip!: string | null;

  @Column({ type: 'bigint' })
  at!: string;
}

abstract class WithLogin {
  @StoresIp({ createdAt: 'at', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  ip!: string | null;

  @Column({ type: 'bigint' })
  at!: string;
}

class Login {
  @StoresIp({ createdAt: 'at', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  ip!: string | null;

  @Column({ type: 'bigint', nullable: true })
  at!: string | null;
}

/** The column is inherited, and another is in an object within. */
@Entity()
export class Guest extends WithLogin {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column(() => Login)
  login!: Login;
}

/** Several classes in one table. */
@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Member extends WithLogin {
  @PrimaryGeneratedColumn()
  id!: number;
}

@ChildEntity()
export class Moderator extends Member {
  @StoresIp({ createdAt: 'at', userId: 'id' })
  @Column({ type: 'varchar', length: 45, nullable: true })
  staffIp!: string | null;
}

export const STORES_IP_ENTITIES = [Visitor, Attendance, Guest, Member, Moderator];

/** Makes their tables, which are this test's own. */
export async function makeTables(dataSource: DataSource): Promise<void> {
  const { Table } = await import('typeorm');
  const runner = dataSource.createQueryRunner();
  const paths = new Set<string>();
  for (const entity of STORES_IP_ENTITIES) {
    const metadata = dataSource.getMetadata(entity);
    if (paths.has(metadata.tablePath)) continue;
    paths.add(metadata.tablePath);
    await runner.createTable(Table.create(metadata, dataSource.driver));
  }
  await runner.release();
}
