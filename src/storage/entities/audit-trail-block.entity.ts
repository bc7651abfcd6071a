import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/** One rule for a range of addresses, with who made it, who lifted it, when and why. */
@Entity({ name: 'audit_trail_block' })
@Index(['changedIn'])
@Index(['importId', 'id'])
@Index(['userId', 'id'])
export class AuditTrailBlock {
  /** A UUIDv7 made from `createdAt`; the primary key is the time index. */
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  /** The keys of the first and the last address; `null` once the block has ended and the store time has passed. */
  @Column({ name: 'range_first', type: 'varchar', length: 33, nullable: true })
  rangeFirst!: string | null;

  @Column({ name: 'range_last', type: 'varchar', length: 33, nullable: true })
  rangeLast!: string | null;

  @Column({ name: 'effect', type: 'varchar', length: 12 })
  effect!: 'deny' | 'deny-sign-up' | 'allow';

  /** Without addresses: they are taken out before it is stored. */
  @Column({ name: 'reason', type: 'varchar', length: 500 })
  reason!: string;

  /** What a client that is refused is told; goes with the range, since it may name it. */
  @Column({ name: 'message', type: 'varchar', length: 500, nullable: true })
  message!: string | null;

  @Column({ name: 'staff_id', type: 'varchar', length: 255 })
  staffId!: string;

  @Column({ name: 'created_at', type: 'bigint', transformer: MILLISECONDS })
  createdAt!: Date;

  /** The last instant at which it was to count; `null`: it was made without an end. */
  @Column({ name: 'expires_at', type: 'bigint', nullable: true, transformer: MILLISECONDS })
  expiresAt!: Date | null;

  /** When it was lifted, or else `expiresAt`: the time that retention goes by. */
  @Column({ name: 'ends_at', type: 'bigint', nullable: true, transformer: MILLISECONDS })
  endsAt!: Date | null;

  @Column({ name: 'lifted_at', type: 'bigint', nullable: true, transformer: MILLISECONDS })
  liftedAt!: Date | null;

  @Column({ name: 'lifted_by', type: 'varchar', length: 255, nullable: true })
  liftedBy!: string | null;

  /** Without addresses. */
  @Column({ name: 'lift_reason', type: 'varchar', length: 500, nullable: true })
  liftReason!: string | null;

  /** How often it decided; `null`: never, or no longer known. */
  @Column({ name: 'hits', type: 'bigint', nullable: true })
  hits!: string | number | null;

  /** The day of the last hit in UTC, `2026-11-24`. */
  @Column({ name: 'last_hit_on', type: 'varchar', length: 10, nullable: true })
  lastHitOn!: string | null;

  /** The import that it came with. */
  @Column({ name: 'import_id', type: 'uuid', nullable: true })
  importId!: string | null;

  /** The user whose networks it was made from; `null` where it was not, or after that user was erased. */
  @Column({ name: 'user_id', type: 'varchar', length: 255, nullable: true })
  userId!: string | null;

  /** The number of the version of all blocks in which it was last changed; hits change none. */
  @Column({ name: 'changed_in', type: 'bigint' })
  changedIn!: string | number;
}
