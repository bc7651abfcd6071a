import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MILLISECONDS } from './milliseconds.transformer.js';

/** Something that all processes of a site share, by its name: the store time, the secret, the report of the last run. */
@Entity({ name: 'audit_trail_setting' })
export class AuditTrailSetting {
  @PrimaryColumn({ name: 'name', type: 'varchar', length: 100 })
  name!: string;

  /** JSON. */
  @Column({ name: 'value', type: 'text' })
  value!: string;

  @Column({ name: 'updated_at', type: 'bigint', transformer: MILLISECONDS })
  updatedAt!: Date;
}
