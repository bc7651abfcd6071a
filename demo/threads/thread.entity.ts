import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { POINT_IN_TIME } from '../database/point-in-time.js';

@Entity()
export class Thread {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  @Index()
  categoryId!: number;

  @Column({ type: 'integer' })
  authorId!: number;

  @Column({ type: 'varchar', length: 120 })
  title!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column(POINT_IN_TIME)
  createdAt!: Date;
}
