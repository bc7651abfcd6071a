import { type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { type ClientAddress, clientAddressOf } from '../request/client-ip.js';
import { currentUserOf, userIdOf } from '../request/current-user.js';
import { RegisteredEntities } from '../request/registered-entities.js';
import { requestOf } from '../request/request-of.js';
import type { AuditedRoute } from './audited-route.js';
import { ClientAddresses } from './client-addresses.js';
import { EntryRecorder } from './entry-recorder.js';

/** What is written about one call of an audited handler. */
export interface AuditedCall {
  /** Writes the entries, given what the handler returned. */
  done(result: unknown): Promise<void>;
  /** Writes the entries of an attempt that a pipe or the handler refused, where those are wanted. Never rejects. */
  failed(): Promise<void>;
}

/** A call as it was before its handler ran. */
interface StartedCall {
  readonly route: AuditedRoute;
  readonly context: ExecutionContext;
  readonly request: object;
  readonly client: ClientAddress;
  /** `null`: nobody is signed in yet, or the decorator's own `user` is to say who it is. */
  readonly userId: string | null;
}

const NOTHING_TO_WRITE: AuditedCall = { done: async () => undefined, failed: async () => undefined };

/** Turns a call of an audited handler into entries. */
@Injectable()
export class RequestRecorder {
  private readonly logger = new Logger('AuditTrail');
  private readonly warnedOfUndefined = new WeakSet<AuditedRoute>();
  private readonly warnedOfAttempts = new WeakSet<AuditedRoute>();

  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(RegisteredEntities) private readonly entities: RegisteredEntities,
    @Inject(EntryRecorder) private readonly recorder: EntryRecorder,
    @Inject(ClientAddresses) private readonly addresses: ClientAddresses,
  ) {}

  /**
   * Reads, before the handler runs, the address (a client that hangs up has none afterwards) and the user.
   * A promise only where the host's `user` option gives one.
   */
  start(route: AuditedRoute, context: ExecutionContext): AuditedCall | Promise<AuditedCall> {
    try {
      const request = this.options.request?.(context) ?? requestOf(context);
      const client = clientAddressOf(request, this.options);
      const started = (userId: string | null): AuditedCall => {
        const call = { route, context, request, client, userId };
        return { done: (result) => this.done(call, result), failed: () => this.failed(call) };
      };
      if (route.options.user !== undefined) return started(null);
      const user = currentUserOf(request, this.options);
      if (!(user instanceof Promise)) return started(userIdOf(user));
      return user.then(userIdOf).then(started, (error: unknown) => this.startedWithout(route, error));
    } catch (error) {
      return this.startedWithout(route, error);
    }
  }

  private async done(call: StartedCall, result: unknown): Promise<void> {
    const { route, context, request } = call;
    const { entity, user = () => currentUserOf(request, this.options) } = route.options;
    try {
      const found: unknown = entity === undefined ? result : await entity(result, request, context);
      if (found === undefined && entity === undefined && route.options.of === undefined)
        this.warnOfUndefined(route);
      const isNone = found === undefined && (entity !== undefined || route.options.of === undefined);
      await this.write(call, isNone ? null : found, 'done', () => user(result, request));
    } catch (error) {
      if (this.options.whenRecordingFails === 'reject') throw error;
      this.logFailure(route, error);
    }
  }

  private async failed(call: StartedCall): Promise<void> {
    const { route, context, request } = call;
    const { failedAttempts, entity } = route.options;
    if (failedAttempts !== true || entity === undefined) return;
    try {
      const found: unknown = await entity(undefined, request, context);
      // Whom a request claims to be is never the user: anybody could put an address on another's account.
      await this.write(call, found ?? null, 'failed', () => currentUserOf(request, this.options));
    } catch (error) {
      this.logFailedAttempt(route, error);
    }
  }

  /** The entity is checked first, then the user, then the address. */
  private async write(
    { route, request, client, userId: before }: StartedCall,
    found: unknown,
    outcome: 'done' | 'failed',
    readUser: () => unknown,
  ): Promise<void> {
    const entities: unknown[] = Array.isArray(found) ? found : found === null ? [] : [found];
    const names = entities.map((entity) => this.nameOf(route, entity));
    if (names.length === 0) return;
    const userId = before ?? userIdOf(await readUser());
    if (userId === null && outcome === 'done') return;
    const address = this.addresses.count(client);
    if (address === null) return;
    const drafts = names.map((name, i) => {
      const snapshot = route.options.snapshot?.(entities[i], request) ?? null;
      return this.recorder.draft({ userId, address, ...name, action: route.action, outcome, snapshot });
    });
    await this.recorder.writeAll(drafts);
  }

  private warnOfUndefined(route: AuditedRoute): void {
    if (this.warnedOfUndefined.has(route)) return;
    this.warnedOfUndefined.add(route);
    this.logger.warn(
      `${route.title} returned undefined, so nothing was recorded. Return the entity, or name it: @AuditTrail({ entity: (result, request) => ... }); a handler that has nothing to record returns null.`,
    );
  }

  private nameOf(route: AuditedRoute, entity: unknown) {
    try {
      return this.entities.nameOf(entity, route.options.of);
    } catch (error) {
      if (!(error instanceof AuditTrailError) || error.code !== 'NOT_AN_ENTITY') throw error;
      throw new AuditTrailError(
        'NOT_AN_ENTITY',
        `${route.title}: ${error.message} Say what was acted upon: @AuditTrail({ of: SomeEntity }) for a plain object that has its key, or @AuditTrail({ entity: (result, request) => ... }).`,
        { value: error.value },
      );
    }
  }

  /** A user that cannot be read is refused before the handler runs, so that no action is done unrecorded. */
  private startedWithout(route: AuditedRoute, error: unknown): AuditedCall {
    if (this.options.whenRecordingFails === 'reject') throw error;
    this.logFailure(route, error);
    return NOTHING_TO_WRITE;
  }

  /** Once a route, unless it is the database's fault: anybody can send what fails here, and fill the log with it. */
  private logFailedAttempt(route: AuditedRoute, error: unknown): void {
    const isOfDatabase = error instanceof AuditTrailError && error.code === 'NOT_RECORDED';
    if (!isOfDatabase && this.warnedOfAttempts.has(route)) return;
    if (!isOfDatabase) this.warnedOfAttempts.add(route);
    this.logFailure(route, error);
  }

  /** The message of a foreign error may hold anything; its name is enough to find it. */
  private logFailure(route: AuditedRoute, error: unknown): void {
    const why =
      error instanceof AuditTrailError
        ? `${error.code}: ${error.message}`
        : `an option threw ${nameOfError(error)}`;
    this.logger.error(`${route.title} was not recorded. ${why}`);
  }
}

function nameOfError(error: unknown): string {
  return error instanceof Error ? error.name : 'no error';
}
