import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type IpAddress, parseIpAddress } from '../address/ip-address.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf, show } from '../describe-value.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { clientAddressOf } from '../request/client-ip.js';
import { currentUserOf, userIdOf } from '../request/current-user.js';
import { RegisteredEntities } from '../request/registered-entities.js';
import { HealthSigns } from '../settings/health-signs.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import { ClientAddresses } from './client-addresses.js';
import type { EntryContent, EntryDraft } from './entry-draft.js';
import { EntryImport } from './entry-import.js';
import { LATEST_AHEAD_MS } from './entry-limits.js';
import { EntryRecorder } from './entry-recorder.js';
import { EntryWriter } from './entry-writer.js';
import { type RecordingHealth, type RecordingStats, recordingHealth } from './recording-health.js';

const DEFAULT_ACTION = 'record';

export interface RecordOptions {
  /** A short name of what was done, 1 to 100 characters. Default `record`. */
  action?: string | undefined;
  /** A JSON object of at most 8 KiB that is kept with the entry. */
  snapshot?: object | null | undefined;
  /** Writes inside this manager's transaction, and goes with it if that rolls back. */
  manager?: EntityManager | undefined;
}

/** Who acted, where there is no request. */
export interface Actor {
  user: string | number | bigint | { id: unknown } | null | undefined;
  ip: string | null | undefined;
}

/** One entry of an import. */
export interface NewEntry extends Actor {
  entity: object;
  action?: string | undefined;
  at?: Date | undefined;
  snapshot?: object | null | undefined;
}

/** Records who did what from which address. */
@Injectable()
export class AuditTrailService {
  /** @internal */
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(RegisteredEntities) private readonly entities: RegisteredEntities,
    @Inject(EntryRecorder) private readonly recorder: EntryRecorder,
    @Inject(EntryWriter) private readonly writer: EntryWriter,
    @Inject(ClientAddresses) private readonly addresses: ClientAddresses,
    @Inject(HealthSigns) private readonly signs: HealthSigns,
  ) {}

  /**
   * Records that the request's user acted on an entity. Resolves with the entry once it is durable, or with `null`
   * where nobody is signed in or the request has no address.
   *
   * @param entity an instance of an entity that is registered with TypeORM, or an `entityReference`
   * @throws AuditTrailError `NOT_AN_ENTITY` or `ENTITY_NOT_SAVED` (checked first), `INVALID_OPTIONS` for a request
   *   that is none, `INVALID_USER`, `INVALID_ENTRY`, `SNAPSHOT_TOO_LARGE`, `NOT_RECORDED`
   */
  async record(
    request: object,
    entity: object,
    options: RecordOptions = {},
  ): Promise<AuditTrailEntry | null> {
    const name = this.entities.nameOf(entity);
    checkRequest(request);
    const client = clientAddressOf(request, this.options);
    const userId = userIdOf(await currentUserOf(request, this.options));
    if (userId === null) return null;
    const address = this.addresses.count(client);
    if (address === null) return null;
    return await this.write(this.recorder.draft(contentOf(userId, address, name, options)), options.manager);
  }

  /**
   * Records an action without a request. Resolves as `record` does.
   *
   * @param options.at when it was done, at most five minutes ahead; default now
   * @throws AuditTrailError as `record`, and `INVALID_IP`, `INVALID_TIME`
   */
  async recordFor(
    who: Actor,
    entity: object,
    options: RecordOptions & { at?: Date | undefined } = {},
  ): Promise<AuditTrailEntry | null> {
    const draft = this.draftFor(who, entity, options);
    return draft === null ? null : await this.write(draft, options.manager);
  }

  /**
   * Imports entries in batches, in memory that does not grow with their number, and answers how many were written;
   * those without a user or an address are passed over. An entry that cannot be recorded stops the import with its
   * error; what came before it is written, and a second run would write it again.
   *
   * @throws AuditTrailError as `recordFor`
   */
  async recordMany(entries: Iterable<NewEntry> | AsyncIterable<NewEntry>): Promise<number> {
    const importing = new EntryImport((batch) => this.recorder.writeBatch(batch));
    try {
      for await (const entry of entries) {
        const draft = this.draftFor(entry, entry.entity, entry);
        const full = draft === null ? null : importing.add(draft);
        if (full !== null) await full;
      }
    } finally {
      await importing.finish();
    }
    return importing.written;
  }

  /** Resolves when everything that was accepted so far is durable, or its caller was told that it is not. */
  flush(): Promise<void> {
    return this.writer.flush();
  }

  /** Counts since the start of the process. */
  stats(): RecordingStats {
    const { waiting, oldestWaitingMs, written, batches, retries, failed } = this.writer;
    const { fellBackToSocket, withoutAddress } = this.addresses;
    return { waiting, oldestWaitingMs, written, batches, retries, failed, fellBackToSocket, withoutAddress };
  }

  /** Whether entries can be written now, and whether all else is well; asks the database. Never rejects. */
  async health(): Promise<RecordingHealth> {
    return this.signs.mergedWith(await recordingHealth(this.writer, this.options));
  }

  private draftFor(
    who: Actor,
    entity: object,
    options: Omit<NewEntry, keyof Actor | 'entity'>,
  ): EntryDraft | null {
    const name = this.entities.nameOf(entity);
    const userId = userIdOf(who.user);
    if (userId === null || who.ip === null || who.ip === undefined) return null;
    const at = this.timeOf(options.at);
    return this.recorder.draft(contentOf(userId, addressOf(who.ip), name, options), at);
  }

  private write(draft: EntryDraft, manager: EntityManager | undefined): Promise<AuditTrailEntry | null> {
    return manager === undefined ? this.recorder.write(draft) : this.recorder.writeWith(manager, draft);
  }

  private timeOf(at: Date | undefined): number {
    const now = this.clock.now();
    if (at === undefined) return now;
    const time = at instanceof Date ? at.getTime() : Number.NaN;
    if (time >= 0 && time <= now + LATEST_AHEAD_MS) return time;
    throw new AuditTrailError(
      'INVALID_TIME',
      `The time "at" was ${at instanceof Date ? describeTime(time) : show(at)}; wanted a Date between 1970 and five minutes from now.`,
      { value: at },
    );
  }
}

function contentOf(
  userId: string,
  address: IpAddress,
  name: { type: string; id: string },
  { action = DEFAULT_ACTION, snapshot = null }: RecordOptions,
): EntryContent {
  return { userId, address, ...name, action, outcome: 'done', snapshot };
}

function checkRequest(request: unknown): void {
  if (typeof request === 'object' && request !== null) return;
  throw new AuditTrailError(
    'INVALID_OPTIONS',
    `record() was given ${shapeOf(request)} as the request; wanted the HTTP server's request, or the socket. Where there is none, say who acted: recordFor({ user, ip }, entity).`,
    { value: request },
  );
}

function addressOf(ip: unknown): IpAddress {
  const address = parseIpAddress(ip);
  if (address !== null) return address;
  throw new AuditTrailError(
    'INVALID_IP',
    `The IP is ${shapeOf(ip)}, not an address; wanted one IPv4 or IPv6 address without a port, or null where none is known.`,
    { value: ip },
  );
}

function describeTime(time: number): string {
  return Number.isNaN(time) ? 'an invalid Date' : new Date(time).toISOString();
}
