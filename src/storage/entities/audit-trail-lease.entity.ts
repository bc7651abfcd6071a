import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/**
 * A task that one process at a time may do, by its name. A row is the lock that every database and every pooler
 * honours: advisory locks break behind a transaction pooler, and `GET_LOCK` is not shared by a Galera cluster.
 */
@Entity({ name: 'audit_trail_lease' })
export class AuditTrailLease {
  @PrimaryColumn({ name: 'name', type: 'varchar', length: 100 })
  name!: string;

  /** The process that holds it, for people: host name and process id. */
  @Column({ name: 'holder', type: 'varchar', length: 255 })
  holder!: string;

  /** Made anew each time the lease is taken: who holds another token holds it no longer. */
  @Column({ name: 'token', type: 'varchar', length: 36 })
  token!: string;

  /** By the database's clock. */
  @Column({ name: 'expires_at', type: 'bigint', transformer: MILLISECONDS })
  expiresAt!: Date;
}
