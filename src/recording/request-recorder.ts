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

/** Writes the entries of one call, given what its handler returned. */
export type WriteResult = (result: unknown) => Promise<void>;

/** Turns a call of an audited handler into entries. */
@Injectable()
export class RequestRecorder {
  private readonly logger = new Logger('AuditTrail');
  private readonly warnedOfUndefined = new WeakSet<AuditedRoute>();

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
  start(route: AuditedRoute, context: ExecutionContext): WriteResult | Promise<WriteResult> {
    try {
      const request = this.options.request?.(context) ?? requestOf(context);
      const client = clientAddressOf(request, this.options);
      const writer = (userId: string | null): WriteResult => {
        return (result) => this.write(route, context, request, client, userId, result);
      };
      if (route.options.user !== undefined) return writer(null);
      const user = currentUserOf(request, this.options);
      if (!(user instanceof Promise)) return writer(userIdOf(user));
      return user.then(userIdOf).then(writer, (error: unknown) => this.startedWithout(route, error));
    } catch (error) {
      return this.startedWithout(route, error);
    }
  }

  private async write(
    route: AuditedRoute,
    context: ExecutionContext,
    request: object,
    client: ClientAddress,
    before: string | null,
    result: unknown,
  ): Promise<void> {
    try {
      const entities = await this.entitiesOf(route, context, request, result);
      const names = entities.map((entity) => this.nameOf(route, entity));
      if (names.length === 0) return;
      const { user = () => currentUserOf(request, this.options) } = route.options;
      const userId = before ?? userIdOf(await user(result, request));
      if (userId === null) return;
      const address = this.addresses.count(client);
      if (address === null) return;
      const drafts = names.map((name, i) => {
        const snapshot = route.options.snapshot?.(entities[i], request) ?? null;
        return this.recorder.draft({ userId, address, ...name, action: route.action, snapshot });
      });
      await this.recorder.writeAll(drafts);
    } catch (error) {
      if (this.options.whenRecordingFails === 'reject') throw error;
      this.logFailure(route, error);
    }
  }

  private async entitiesOf(
    route: AuditedRoute,
    context: ExecutionContext,
    request: object,
    result: unknown,
  ): Promise<unknown[]> {
    const { entity, of } = route.options;
    const found: unknown = entity === undefined ? result : await entity(result, request, context);
    if (found === null) return [];
    if (Array.isArray(found)) return found;
    if (found !== undefined || (of !== undefined && entity === undefined)) return [found];
    if (entity === undefined && !this.warnedOfUndefined.has(route)) {
      this.warnedOfUndefined.add(route);
      this.logger.warn(
        `${route.title} returned undefined, so nothing was recorded. Return the entity, or name it: @AuditTrail({ entity: (result, request) => ... }); a handler that has nothing to record returns null.`,
      );
    }
    return [];
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
  private startedWithout(route: AuditedRoute, error: unknown): WriteResult {
    if (this.options.whenRecordingFails === 'reject') throw error;
    this.logFailure(route, error);
    return async () => undefined;
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
