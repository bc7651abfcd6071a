import { type ExecutionContext, Injectable } from '@nestjs/common';
import { type AuditedRoute, auditedRouteOf } from './audited-route.js';

/** What is known of each audited handler, by class and method: an inherited method belongs to several classes. */
@Injectable()
export class RouteTable {
  private readonly routes = new WeakMap<object, Map<unknown, AuditedRoute | null>>();

  add(route: AuditedRoute): void {
    this.ofHandler(route.handler).set(route.controller, route);
  }

  of(context: ExecutionContext): AuditedRoute | null {
    const handler = context.getHandler() as AuditedRoute['handler'];
    const controller = context.getClass();
    const known = this.ofHandler(handler);
    const route = known.get(controller);
    if (route !== undefined) return route;
    const found = auditedRouteOf(controller, handler);
    known.set(controller, found);
    return found;
  }

  private ofHandler(handler: object): Map<unknown, AuditedRoute | null> {
    const known = this.routes.get(handler) ?? new Map<unknown, AuditedRoute | null>();
    this.routes.set(handler, known);
    return known;
  }
}
