import type {
  ExecutionContext,
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { RecordedEntry } from '../recorded-entry.js';

/** Who acted, as the host knows them: an id, or an object that has one in `id`, `userId` or `sub`. */
export type CurrentUser = string | number | bigint | object | null | undefined;

/** When the scheduled task runs, and how gently it deletes. */
export interface PruneOptions {
  /** A cron expression in the server's time zone. Default `17 3 * * *`. */
  cron?: string | undefined;
  /** Rows in one transaction, 1 to 100,000. Default 1,000 on MariaDB, 5,000 on PostgreSQL, 500 on SQLite. */
  batchSize?: number | undefined;
  /** Milliseconds between two batches. Default 20. */
  pauseMs?: number | undefined;
}

/** How blocks are loaded and what the guard does where it cannot know. */
export interface BlocksOptions {
  /** Milliseconds between two looks for changed blocks, 100 or more. Default 2,000. */
  refreshMs?: number | undefined;
  /** Milliseconds that the guard waits for the first load before it answers 503. Default 2,000. */
  loadTimeoutMs?: number | undefined;
  /** What a client gets whose address cannot be read. Default `refuse`. */
  whenUnreadable?: 'refuse' | 'pass' | undefined;
  /** Whether blocks refuse (`true`), are only counted and logged (`report`), or are not looked at. Default `true`. */
  enforce?: true | 'report' | false | undefined;
  /**
   * Whom no block refuses, such as administrators: asked where the guard would refuse, and only `true` exempts. Who is
   * signed in is known if the guard stands behind the one that authenticates. Default: nobody.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- the host's own request type is unknown here
  exempt?: ((request: any) => boolean) | undefined;
}

/** What staff pages show of an account beside its id. */
export interface UserDescription {
  name: string;
  url?: string | undefined;
  staff?: boolean | undefined;
  createdAt?: Date | undefined;
}

/** The host's user entity, or the entity and the property that holds the id under which users are recorded. */
export type UserEntityOption =
  | EntityTarget<ObjectLiteral>
  | { entity: EntityTarget<ObjectLiteral>; userId?: string | undefined };

/** What `AuditTrailModule.forRoot` takes; every option has a default. */
export interface AuditTrailOptions {
  /** How long an IP address is kept: whole days, 1 to 3650, or `forever`. Default 90. */
  ipStoreDays?: number | 'forever' | undefined;
  /** The scheduled task that deletes what is older, or `false`: no scheduled pruning in this process. */
  prune?: PruneOptions | false | undefined;
  /**
   * `false` (the default): an entry older than the store time is deleted. `{ days }`, more than the store time:
   * it loses its address and snapshot then, and is deleted at `days`.
   */
  keepEntries?: false | { days: number } | undefined;
  /** Where the request is, if not where HTTP, GraphQL and WebSocket keep it; `undefined`: it is there. */
  request?: ((context: ExecutionContext) => object | null | undefined) | undefined;
  /** Who is signed in; `null` or `undefined` for nobody. Default: the request's `user`. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the host's own request type is unknown here
  user?: ((request: any) => CurrentUser | Promise<CurrentUser>) | undefined;
  /** The client's address. Default: the request's `ip`, else the socket's address; never a header. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the host's own request type is unknown here
  ip?: ((request: any) => string | null | undefined) | undefined;
  /**
   * What the interceptor does when an entry cannot be written. `reject` (the default): the client gets the error,
   * although the action happened. `log`: the error is logged and the answer goes out.
   */
  whenRecordingFails?: 'reject' | 'log' | undefined;
  /** Called after an entry has been committed. What it throws is logged. */
  onRecorded?: ((entry: RecordedEntry) => void) | undefined;
  /** How long one caller waits at the most, in milliseconds: for a connection, a lock, retries. Default 5,000. */
  retryForMs?: number | undefined;
  /** How long a shutdown waits for what was accepted, in milliseconds. Default 10,000. */
  shutdownTimeoutMs?: number | undefined;
  /** Entries that may wait in memory; past it a call fails at once with `NOT_RECORDED`. Default 10,000. */
  maxWaiting?: number | undefined;
  /** Removing a user of this entity removes their entries. */
  userEntity?: UserEntityOption | undefined;
  /** Names for at most 500 user ids a call, for staff pages and reports. Default: the ids. */
  describeUsers?: ((userIds: string[]) => Promise<Map<string, UserDescription>>) | undefined;
  /** Ranges that say nothing about who someone is (an office, a school): recorded, never counted as a link. */
  sharedRanges?: readonly string[] | undefined;
  /** Ranges that no block may cover. */
  neverBlock?: readonly string[] | undefined;
  /** How long the log of lookups keeps its rows, in whole days, 1 to 3650. Default 365. */
  lookupLogDays?: number | undefined;
  /** Lookups that one staff member may make in a day. Default 200. */
  maxLookupsPerDay?: number | undefined;
  /**
   * Signs cursors and console tokens: at least 32 bytes, the same in every process. An array rotates: the first
   * signs, all verify. Default: made once and kept in the database.
   */
  secret?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** How blocks are kept up to date and enforced. */
  blocks?: BlocksOptions | undefined;
}

/** Settings that Nest needs before any option can be awaited. */
export interface AuditTrailStaticOptions {
  /** Whether the module is global. Default `true`: the interceptor is resolved in the module of each controller. */
  isGlobal?: boolean | undefined;
  /** The name of the TypeORM data source that holds the trail. Default: the unnamed one. */
  dataSource?: string | undefined;
}

/** What `AuditTrailModule.forRoot` takes. */
export type AuditTrailModuleOptions = AuditTrailOptions & AuditTrailStaticOptions;

/** What a class for `useClass` and `useExisting` provides. */
export interface AuditTrailOptionsFactory {
  createAuditTrailOptions(): AuditTrailOptions | Promise<AuditTrailOptions>;
}

/** What `AuditTrailModule.forRootAsync` takes: one of `useFactory`, `useClass`, `useExisting`. */
export interface AuditTrailModuleAsyncOptions
  extends AuditTrailStaticOptions, Pick<ModuleMetadata, 'imports'> {
  inject?: (InjectionToken | OptionalFactoryDependency)[] | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- what is injected has the types that `inject` names
  useFactory?: ((...injected: any[]) => AuditTrailOptions | Promise<AuditTrailOptions>) | undefined;
  useClass?: Type<AuditTrailOptionsFactory> | undefined;
  useExisting?: InjectionToken<AuditTrailOptionsFactory> | undefined;
}
