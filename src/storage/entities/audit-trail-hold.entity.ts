import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/** A user whose entries are not erased before a time, with who asked for it and why. */
@Entity({ name: 'audit_trail_hold' })
export class AuditTrailHold {
  @PrimaryColumn({ name: 'user_id', type: 'varchar', length: 255 })
  userId!: string;

  @Column({ name: 'held_until', type: 'bigint', transformer: MILLISECONDS })
  until!: Date;

  @Column({ name: 'created_at', type: 'bigint', transformer: MILLISECONDS })
  createdAt!: Date;

  @Column({ name: 'staff_id', type: 'varchar', length: 255 })
  staffId!: string;

  /** Without addresses. */
  @Column({ name: 'reason', type: 'varchar', length: 500 })
  reason!: string;
}
