import type { ExecutionContext } from '@nestjs/common';
import type { AuditTrailDecoratorOptions } from './audit-trail-decorator-options.js';

export const AUDITED = Symbol.for('nest-audit-trail.audited');
export const SKIPPED = Symbol.for('nest-audit-trail.skipped');

/** Nest's own metadata keys; they have been the same since Nest 5. */
const SSE = '__sse__';
const HTTP_METHOD = 'method';
const HTTP_PATH = 'path';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const METHOD_NAMES = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'];

type Handler = (...args: never[]) => unknown;
type ControllerClass = abstract new (...args: never[]) => unknown;

/** One handler that `@AuditTrail()` covers, and how. */
export class AuditedRoute {
  /** For people: `ThreadsController.create (POST threads)`. */
  readonly title: string;
  readonly action: string;
  /** Of several values the first counts: server-sent events, gateways and microservices. */
  private readonly isServerSentEvents: boolean;

  constructor(
    readonly controller: ControllerClass,
    readonly handler: Handler,
    readonly options: AuditTrailDecoratorOptions,
    private readonly onClassOnly: boolean,
    readonly method: string,
  ) {
    const name = `${controller.name}.${method}`;
    this.action = options.action ?? name;
    this.title = name + httpTitle(handler);
    this.isServerSentEvents = Reflect.getMetadata(SSE, handler) === true;
  }

  /** Whether this call is one that changes something, where only the class is decorated. */
  covers(context: ExecutionContext): boolean {
    if (!this.onClassOnly) return true;
    switch (context.getType<string>()) {
      case 'http':
        return CHANGING.has(context.switchToHttp().getRequest<{ method?: string }>().method ?? '');
      case 'graphql':
        return isMutation(context.getArgByIndex<GraphqlInfo | undefined>(3));
      default:
        return true;
    }
  }

  recordsFirstValue(context: ExecutionContext): boolean {
    const type = context.getType<string>();
    return this.isServerSentEvents || type === 'ws' || type === 'rpc';
  }
}

interface GraphqlInfo {
  readonly parentType: { readonly name: string };
  readonly schema: { getMutationType(): { readonly name: string } | null | undefined };
}

/** A resolver of a field beneath a mutation is not the mutation. */
function isMutation(info: GraphqlInfo | undefined): boolean {
  return info !== undefined && info.parentType.name === info.schema.getMutationType()?.name;
}

function httpTitle(handler: Handler): string {
  const method: unknown = Reflect.getMetadata(HTTP_METHOD, handler);
  const path: unknown = Reflect.getMetadata(HTTP_PATH, handler);
  return typeof method === 'number' ? ` (${METHOD_NAMES[method] ?? 'HTTP'} ${String(path)})` : '';
}

/** Whether `@SkipAuditTrail()` stands on it. */
export function isSkipped(handler: Handler): boolean {
  return Reflect.getMetadata(SKIPPED, handler) === true;
}

/** How a handler of a class is audited, or `null`; a method's own decorator wins over the class's. */
export function auditedRouteOf(
  controller: ControllerClass,
  handler: Handler,
  method = handler.name,
): AuditedRoute | null {
  if (isSkipped(handler)) return null;
  const own = Reflect.getMetadata(AUDITED, handler) as AuditTrailDecoratorOptions | undefined;
  const ofClass = Reflect.getMetadata(AUDITED, controller) as AuditTrailDecoratorOptions | undefined;
  const options = own ?? ofClass;
  return options === undefined
    ? null
    : new AuditedRoute(controller, handler, options, own === undefined, method);
}
