import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { POINT_IN_TIME } from '../database/point-in-time.js';

@Entity()
export class Poll {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  @Index()
  threadId!: number;

  @Column({ type: 'integer' })
  authorId!: number;

  @Column({ type: 'varchar', length: 200 })
  question!: string;

  @Column({ type: 'simple-json' })
  choices!: string[];

  @Column(POINT_IN_TIME)
  createdAt!: Date;
}
