import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AuditTrailError } from '../audit-trail.error.js';
import { AuditTrailInterceptor } from './audit-trail.interceptor.js';
import { AUDITED, type AuditedRoute, auditedRouteOf } from './audited-route.js';
import { ACTION_LENGTH } from './entry-limits.js';
import { RouteTable } from './route-table.js';

/** Nest's own metadata keys. */
const INTERCEPTORS = '__interceptors__';
const ROUTE_ARGUMENTS = '__routeArguments__';
const PASSTHROUGH = '__responsePassthrough__';
const HTTP_METHOD = 'method';
/** `@Res()` and `@Next()` among the kinds of parameters of HTTP routes; GraphQL uses the same numbers for others. */
const TAKES_RESPONSE = /^[12]:/;
/** `@Ack()` of gateways. */
const TAKES_ACKNOWLEDGEMENT = /^13:/;

type ControllerClass = AuditedRoute['controller'];

/**
 * Finds every handler that `@AuditTrail()` covers, and puts our interceptor behind all others.
 *
 * Nest makes the decorator that is lowest in the source the outermost interceptor, and runs one that stands on class
 * and method twice. Innermost and once, ours sees what the handler returned, before a serializer or wrapper. It is
 * done where this class is constructed: all controllers are known by then, and no route has been made yet.
 */
@Injectable()
export class AuditedRoutes implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuditTrail');
  private readonly found: AuditedRoute[] = [];

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(RouteTable) private readonly table: RouteTable,
  ) {
    const wrappers = [...discovery.getControllers(), ...discovery.getProviders()];
    // A class may stand in several modules.
    for (const metatype of new Set(wrappers.map((wrapper): unknown => wrapper.metatype))) {
      if (isClass(metatype)) this.arrange(metatype);
    }
  }

  onApplicationBootstrap(): void {
    for (const route of this.found.filter(takesResponse)) {
      this.logger.warn(
        `${route.title} writes its own response with @Res(): its answer may leave before the entry is written${
          route.options.entity === undefined
            ? ', and what is recorded must come from the option "entity"'
            : ''
        }. With @Res({ passthrough: true }) the answer waits.`,
      );
    }
    for (const route of this.found.filter((one) => hasParameter(one, TAKES_ACKNOWLEDGEMENT))) {
      this.logger.warn(
        `${route.title} acknowledges with @Ack(): its answer may leave before the entry is written. An answer that the handler returns waits.`,
      );
    }
  }

  private arrange(controller: ControllerClass): void {
    const prototype = controller.prototype as Record<string, unknown>;
    const onClass = Reflect.hasMetadata(AUDITED, controller);
    if (onClass) setInterceptors(controller, withoutOurs(controller));
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name] as AuditedRoute['handler'];
      if (!onClass && !Reflect.hasMetadata(AUDITED, handler)) continue;
      setInterceptors(handler, [...withoutOurs(handler), AuditTrailInterceptor]);
      const route = auditedRouteOf(controller, handler, name);
      if (route !== null) this.add(route);
    }
  }

  private add(route: AuditedRoute): void {
    if (route.action.length > ACTION_LENGTH) {
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        `The action "${route.action}" is ${route.action.length} characters long; at most ${ACTION_LENGTH} are kept. Give ${route.title} a shorter one: @AuditTrail({ action }).`,
      );
    }
    this.table.add(route);
    this.found.push(route);
  }
}

function isClass(metatype: unknown): metatype is ControllerClass {
  return (
    typeof metatype === 'function' && typeof metatype.prototype === 'object' && metatype.prototype !== null
  );
}

function withoutOurs(target: object): unknown[] {
  const listed = (Reflect.getMetadata(INTERCEPTORS, target) ?? []) as unknown[];
  return listed.filter((interceptor) => interceptor !== AuditTrailInterceptor);
}

function setInterceptors(target: object, interceptors: readonly unknown[]): void {
  Reflect.defineMetadata(INTERCEPTORS, interceptors, target);
}

function takesResponse(route: AuditedRoute): boolean {
  const passthrough = Reflect.getMetadata(PASSTHROUGH, route.controller, route.method) === true;
  const isHttp = Reflect.hasMetadata(HTTP_METHOD, route.handler);
  return isHttp && !passthrough && hasParameter(route, TAKES_RESPONSE);
}

function hasParameter({ controller, method }: AuditedRoute, kind: RegExp): boolean {
  const parameters = (Reflect.getMetadata(ROUTE_ARGUMENTS, controller, method) ?? {}) as object;
  return Object.keys(parameters).some((key) => kind.test(key));
}
