import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { POINT_IN_TIME } from '../database/point-in-time.js';

@Entity()
export class Account {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'varchar', length: 30, unique: true })
  name!: string;

  @Column({ type: 'varchar', length: 200 })
  passwordHash!: string;

  @Column({ type: 'boolean' })
  moderator!: boolean;

  @Column(POINT_IN_TIME)
  createdAt!: Date;

  /** Handlers return the entity itself, so that it can be recorded; what must not leave is left out here. */
  toJSON() {
    const { passwordHash: _, ...visible } = this;
    return visible;
  }
}
