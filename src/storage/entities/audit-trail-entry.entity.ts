import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RecordedEntry } from '../../recorded-entry.js';
import { ADDRESS_KEY } from './address-key.transformer.js';
import { MILLISECONDS } from './milliseconds.transformer.js';

/**
 * One recorded action: who, from which IP address, on what and when.
 *
 * The tables come from this package's migrations. Indexes and keys have the names that the host's naming strategy
 * gives them, so that two applications with different prefixes can share a database.
 */
@Entity({ name: 'audit_trail_entry' })
@Index(['userId', 'id'])
@Index(['ip', 'id'])
@Index(['entityType', 'entityId', 'id'])
export class AuditTrailEntry implements RecordedEntry {
  /** A UUIDv7 made from `createdAt`; the primary key is the time index. */
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'created_at', type: 'bigint', transformer: MILLISECONDS })
  createdAt!: Date;

  /** The account that acted; `null` only on failed attempts without a signed-in user. */
  @Column({ name: 'user_id', type: 'varchar', length: 255, nullable: true })
  userId!: string;

  /** Canonical text, RFC 5952 for IPv6; `null` once the store time has passed with `keepEntries`. */
  @Column({ name: 'ip_key', type: 'varchar', length: 33, nullable: true, transformer: ADDRESS_KEY })
  ip!: string | null;

  @Column({ name: 'action', type: 'varchar', length: 100 })
  action!: string;

  /** The TypeORM name of the entity that was acted upon. */
  @Column({ name: 'entity_type', type: 'varchar', length: 100 })
  entityType!: string;

  /** Its key as text; canonical JSON where the key is made of several columns. */
  @Column({ name: 'entity_id', type: 'varchar', length: 191 })
  entityId!: string;

  @Column({ name: 'outcome', type: 'varchar', length: 6 })
  outcome!: 'done' | 'failed';

  /** What the `snapshot` option kept of the entity. */
  @Column({ name: 'snapshot', type: 'simple-json', nullable: true })
  snapshot!: object | null;
}
