import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Column, type DataSource, Entity, PrimaryGeneratedColumn, type Repository } from 'typeorm';
import type { UserFinder } from '../../src/console/index.js';
import type {
  AuditTrailEntry,
  AuditTrailService,
  Investigation,
  InvestigationsService,
  IpBlock,
  IpBlocksService,
  IpRetentionService,
  PersonalDataService,
} from '../../src/index.js';

/* What the code in README and docs takes for granted: the reader's own application. It is compiled, and never run. */

@Entity()
export class Thread {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'varchar' }) title!: string;
}

export class Account {
  id!: string;
}

export class MailLog {
  id!: number;
  sentAt!: Date;
}

export interface OldRow {
  id: number;
  user_id: string;
  ip: string;
  action: string;
  thread_id: number;
  created_at: Date;
}

export class NewThread {
  title!: string;
}
export class EditThread {
  title!: string;
}
export interface PollResponse {
  poll: object;
}
export class Credentials {
  name!: string;
}
export interface Socket {
  handshake: { address: string };
  disconnect(close: boolean): void;
}

export interface StaffRequest {
  user: { id: string; role: 'admin' | 'officer' | 'moderator' };
}
export declare class AccountsService {
  findByIds(ids: string[]): Promise<{ id: string; name: string; createdAt: Date; isModerator: boolean }[]>;
  idsNamed(text: string): Promise<string[]>;
}
export declare class AccountFinder implements UserFinder {
  findUsers(text: string): Promise<string[]>;
}

export declare const AccountsModule: new () => object;
export declare const StaffGuard: new () => { canActivate(): boolean };
export declare const SessionGuard: new () => { canActivate(): boolean };
export declare const AppModule: new () => object;
export declare const ThreadsController: new () => object;
export declare const ThreadsService: new () => object;

export declare const connection: { type: 'better-sqlite3'; database: string };
export declare const app: NestExpressApplication & INestApplication;
export declare const dataSource: DataSource;
export declare const trail: AuditTrailService;
export declare const investigations: InvestigationsService;
export declare const blocks: IpBlocksService;
export declare const retention: IpRetentionService;
export declare const personalData: PersonalDataService;

export declare const investigation: Investigation;

export declare const moderator: { id: string };
export declare const officer: { id: string };
export declare const user: { id: string };
export declare const job: { userId: string; ip: string };
export declare const thread: Thread;
export declare const draft: NewThread;
export declare const block: IpBlock;
export declare const request: { ip: string };
export declare const file: { write(text: string): void };
export declare function show(entry: AuditTrailEntry): void;

/** Where a block of code stands in a class. */
export abstract class Shown {
  declare protected readonly threads: Repository<Thread> & {
    create(body: NewThread): Thread & Promise<Thread>;
  };
  declare protected readonly dataSource: DataSource;
  declare protected readonly trail: AuditTrailService;
  declare protected readonly health: HealthCheckService;
  declare protected readonly indicators: HealthIndicatorService;
}
