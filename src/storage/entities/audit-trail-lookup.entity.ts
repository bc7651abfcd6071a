import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/** One question that staff asked, with its reason: who looked at what, when and why. */
@Entity({ name: 'audit_trail_lookup' })
@Index(['staffId', 'id'])
@Index(['userId', 'id'])
@Index(['rangeFirst', 'id'])
@Index(['entityType', 'entityId', 'id'])
export class AuditTrailLookup {
  /** A UUIDv7 made from `at`; the primary key is the time index. */
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'looked_at', type: 'bigint', transformer: MILLISECONDS })
  at!: Date;

  /** Who asked; `system` where no person did. */
  @Column({ name: 'staff_id', type: 'varchar', length: 255 })
  staffId!: string;

  /** What was asked: the name of the method, such as `linkedAccounts`. */
  @Column({ name: 'kind', type: 'varchar', length: 40 })
  kind!: string;

  /** The user that was asked about; `null` where none was, or after that user was erased. */
  @Column({ name: 'user_id', type: 'varchar', length: 255, nullable: true })
  userId!: string | null;

  /** The keys of the first and the last address of the range that was asked about; `null` past the store time. */
  @Column({ name: 'range_first', type: 'varchar', length: 33, nullable: true })
  rangeFirst!: string | null;

  @Column({ name: 'range_last', type: 'varchar', length: 33, nullable: true })
  rangeLast!: string | null;

  @Column({ name: 'entity_type', type: 'varchar', length: 100, nullable: true })
  entityType!: string | null;

  @Column({ name: 'entity_id', type: 'varchar', length: 191, nullable: true })
  entityId!: string | null;

  /** Without addresses: they are taken out before it is stored. */
  @Column({ name: 'reason', type: 'varchar', length: 500 })
  reason!: string;

  /** How many were found; `null` until the answer is complete. */
  @Column({ name: 'results', type: 'int', nullable: true })
  results!: number | null;
}
