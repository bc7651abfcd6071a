import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { POINT_IN_TIME } from '../database/point-in-time.js';

@Entity()
export class Post {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  @Index()
  threadId!: number;

  @Column({ type: 'integer' })
  authorId!: number;

  @Column({ type: 'text' })
  text!: string;

  @Column(POINT_IN_TIME)
  createdAt!: Date;

  @Column({ ...POINT_IN_TIME, nullable: true })
  editedAt!: Date | null;
}
