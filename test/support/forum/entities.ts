import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A generated number. */
@Entity()
export class Thread {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', length: 200 })
  title!: string;
}

/** A bigint, which the drivers hand over as text. */
@Entity()
export class Post {
  @PrimaryColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'varchar', length: 200 })
  body!: string;
}

/** A uuid. */
@Entity()
export class Poll {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column({ type: 'varchar', length: 200 })
  question!: string;
}

/** Text. */
@Entity()
export class Category {
  @PrimaryColumn({ type: 'varchar', length: 50 })
  slug!: string;
}

/** Two columns. */
@Entity()
export class Membership {
  @PrimaryColumn({ type: 'int' })
  userId!: number;

  @PrimaryColumn({ type: 'varchar', length: 50 })
  category!: string;

  @Column({ type: 'varchar', length: 20 })
  role!: string;
}

/** A user that is no other account's business. */
@Entity()
export class Account {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', length: 50 })
  name!: string;
}

/** A key that is made of what the entity holds: the digest of a file. */
@Entity()
export class Attachment {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  digest!: string;

  @Column({ type: 'varchar', length: 200 })
  name!: string;
}

export const FORUM_ENTITIES = [Thread, Post, Poll, Category, Membership, Account, Attachment];
