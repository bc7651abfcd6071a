import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { auditedRouteOf, isSkipped } from '../recording/audited-route.js';
import type { TestedApplication } from './expect-recorded.js';

/** Nest's own metadata keys. */
const HTTP_METHOD = 'method';
const PATH = 'path';
const RESOLVER_TYPE = 'graphql:resolver_type';

const READING = new Set([RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS]);

type ControllerClass = Parameters<typeof auditedRouteOf>[0];
type Handler = Parameters<typeof auditedRouteOf>[1];

/**
 * Names every route that changes something (any HTTP method but GET, HEAD and OPTIONS, and GraphQL mutations) and has
 * no `@AuditTrail()`, neither of its own nor of its class: `SessionsController.start (POST /sessions)`, in alphabetic
 * order. Routes with `@SkipAuditTrail()` are left out on purpose, and not named.
 *
 * ```ts
 * expect(unauditedRoutes(app)).toEqual([]);
 * ```
 *
 * @param app an application or a `TestingModule`, whatever it imports
 */
export function unauditedRoutes(app: TestedApplication): string[] {
  const scanner = new MetadataScanner();
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const wrappers = modules.flatMap(({ controllers, providers }) => [
    ...controllers.values(),
    ...providers.values(),
  ]);
  const classes = new Set(wrappers.map(({ metatype }): unknown => metatype).filter(isClass));
  return [...classes].flatMap((one) => unauditedOf(one, scanner)).toSorted();
}

function unauditedOf(controller: ControllerClass, scanner: MetadataScanner): string[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return scanner.getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name] as Handler;
    const change = changeOf(controller, handler);
    if (change === null || isSkipped(handler) || auditedRouteOf(controller, handler, name) !== null)
      return [];
    return [`${controller.name}.${name} (${change})`];
  });
}

/** How the handler is asked for a change, `POST /threads/:id`; `null` where it changes nothing or is no handler. */
function changeOf(controller: ControllerClass, handler: Handler): string | null {
  if (Reflect.getMetadata(RESOLVER_TYPE, handler) === 'Mutation') return 'mutation';
  const method = Reflect.getMetadata(HTTP_METHOD, handler) as RequestMethod | undefined;
  if (method === undefined || READING.has(method)) return null;
  return `${RequestMethod[method]} ${pathsOf(controller, handler).join(', ')}`;
}

function pathsOf(controller: ControllerClass, handler: Handler): string[] {
  const [outer, inner] = [controller, handler].map((target) =>
    [Reflect.getMetadata(PATH, target) as string | string[] | undefined].flat(),
  );
  return (outer ?? []).flatMap((before) => (inner ?? []).map((after) => joined(before, after)));
}

function joined(...parts: readonly (string | undefined)[]): string {
  const names = parts.flatMap((part) => (part ?? '').split('/')).filter((name) => name !== '');
  return `/${names.join('/')}`;
}

function isClass(metatype: unknown): metatype is ControllerClass {
  return (
    typeof metatype === 'function' && typeof metatype.prototype === 'object' && metatype.prototype !== null
  );
}
