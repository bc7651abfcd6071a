import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { POINT_IN_TIME } from '../database/point-in-time.js';

@Entity()
export class Attachment {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer' })
  @Index()
  threadId!: number;

  @Column({ type: 'integer' })
  authorId!: number;

  /** What the member called it. */
  @Column({ type: 'varchar', length: 200 })
  name!: string;

  @Column({ type: 'integer' })
  bytes!: number;

  /** What it is called in the folder of attachments. */
  @Column({ type: 'varchar', length: 36 })
  storedAs!: string;

  @Column(POINT_IN_TIME)
  createdAt!: Date;
}
