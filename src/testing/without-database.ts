import type { Type } from '@nestjs/common';

/** Stands in for a service that is nothing without its database: it can be injected, and says so when it is used. */
export function withoutDatabase<T extends object>(service: Type<T>): T {
  const standIn = Object.create(null) as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(service.prototype)) {
    if (name === 'constructor' || isHook(name)) continue;
    standIn[name] = () => {
      throw new Error(
        `${service.name}.${name}() reads the database, and AuditTrailTestingModule has none. Put your own in its place: overrideProvider(${service.name}).useValue({ ${name}: ... }).`,
      );
    };
  }
  return standIn as T;
}

/** Nest calls these by itself. */
function isHook(name: string): boolean {
  return /^(on(Module|Application)|beforeApplication)/.test(name);
}
