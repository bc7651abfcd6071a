import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Thread {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', length: 200 })
  title!: string;
}

/** What somebody would write by hand. */
abstract class HandWrittenEntry {
  @Column({ type: 'bigint' })
  createdAt!: number;

  @Column({ type: 'varchar', length: 255 })
  userId!: string;

  @Column({ type: 'varchar', length: 45 })
  ip!: string;

  @Column({ type: 'varchar', length: 100 })
  action!: string;

  @Column({ type: 'varchar', length: 100 })
  entityType!: string;

  @Column({ type: 'varchar', length: 191 })
  entityId!: string;
}

/** The id comes from the database. */
@Entity()
export class SavedEntry extends HandWrittenEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;
}

/** The id is made by the application. */
@Entity()
export class InsertedEntry extends HandWrittenEntry {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
}

export const BENCH_ENTITIES = [Thread, SavedEntry, InsertedEntry];
