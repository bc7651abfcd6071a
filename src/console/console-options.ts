import type { ModuleMetadata, Type, CanActivate } from '@nestjs/common';
import { AuditTrailError } from '../audit-trail.error.js';
import { show } from '../describe-value.js';

/** Who works with the console. */
export interface ConsoleStaff {
  /** Stands in the log of lookups and on blocks. */
  staffId: string;
  /** An IANA time zone such as `Europe/Berlin`. Default: the browser's, and UTC without scripts. */
  timeZone?: string | undefined;
}

/** What a staff member may do. */
export interface ConsoleRights {
  /** Look users, addresses and entities up. */
  investigate: boolean;
  /** See addresses. Without it networks are called A, B, C, and no field takes an address. */
  seeAddresses: boolean;
  /** Make, change and lift blocks. */
  block: boolean;
  /** See who looked up what. */
  seeLookups: boolean;
}

/** Finds users by a name. */
export interface UserFinder {
  /** Ids of the users whom the text may mean, at most 20; none where it means nobody. */
  findUsers(text: string): string[] | Promise<string[]>;
}

/** The token of the application's `UserFinder`, `null` where it has none. */
export const USER_FINDER = Symbol.for('nest-audit-trail.user-finder');

/** What `AuditTrailConsoleModule.register` takes. */
export interface AuditTrailConsoleOptions {
  /** Where the console is, below the application's global prefix: `staff/audit-trail`. */
  path: string;
  /** Who may open the console, stylesheet included. At least one. */
  guards: (Type<CanActivate> | CanActivate)[];
  /** Modules with what the guards need. */
  imports?: ModuleMetadata['imports'];
  /** Who asks; nothing: 403. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the host's own request type is unknown here
  staff: (request: any) => ConsoleStaff | null | undefined | Promise<ConsoleStaff | null | undefined>;
  /**
   * What the staff member may do; what it leaves out, they may not. Default: everything but `seeLookups`.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  can?: ((request: any) => Partial<ConsoleRights> | Promise<Partial<ConsoleRights>>) | undefined;
  /** Finds users by what staff typed, such as a name; injected from `imports`. Default: what was typed is an id. */
  userFinder?: Type<UserFinder> | undefined;
}

/** The token under which the options of one console are injected. */
export const CONSOLE_OPTIONS = Symbol.for('nest-audit-trail.console-options');

const NAMES: readonly string[] = ['path', 'guards', 'imports', 'staff', 'can', 'userFinder'];

export const DEFAULT_RIGHTS: ConsoleRights = {
  investigate: true,
  seeAddresses: true,
  block: true,
  seeLookups: false,
};

/** @throws AuditTrailError `INVALID_OPTIONS` */
export function checkConsoleOptions(given: unknown): AuditTrailConsoleOptions {
  if (typeof given !== 'object' || given === null) refuse('the options', given, 'an object');
  const options = given as Partial<AuditTrailConsoleOptions>;
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) refuse('an option', unknown, `one of ${NAMES.join(', ')}`);
  const { path, guards, staff, can, userFinder } = options;
  if (typeof path !== 'string' || !/^\/?[\w.~-]+(?:\/[\w.~-]+)*\/?$/.test(path)) {
    refuse('path', path, "where the console is, such as 'staff/audit-trail'");
  }
  if (!Array.isArray(guards) || guards.length === 0 || guards.some((guard) => !guard)) {
    refuse('guards', guards, 'an array of at least one guard: the console shows who acted from where');
  }
  if (typeof staff !== 'function') refuse('staff', staff, 'a function (request) => ({ staffId })');
  if (can !== undefined && typeof can !== 'function') refuse('can', can, 'a function (request) => rights');
  if (userFinder !== undefined && typeof userFinder !== 'function') {
    refuse('userFinder', userFinder, 'a class with a method findUsers(text)');
  }
  return { ...options, path, guards, staff };
}

function refuse(name: string, came: unknown, wanted: string): never {
  throw new AuditTrailError(
    'INVALID_OPTIONS',
    `AuditTrailConsoleModule.register: ${name} was ${show(came)}; wanted ${wanted}.`,
  );
}
