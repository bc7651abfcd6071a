import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/**
 * That somebody was erased, for 30 days and without saying who, so that what another process still had in memory, or
 * a restored backup brings back, is erased again.
 */
@Entity({ name: 'audit_trail_erasure' })
export class AuditTrailErasure {
  /** HMAC-SHA-256 of the user's id under a key of its own, in hexadecimal digits. */
  @PrimaryColumn({ name: 'user_hash', type: 'varchar', length: 64 })
  userHash!: string;

  /** Entries made at or before this time are erased. */
  @Column({ name: 'erased_at', type: 'bigint', transformer: MILLISECONDS })
  erasedAt!: Date;
}
