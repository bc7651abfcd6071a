import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { RegisteredEntities } from '../request/registered-entities.js';
import { userIdOf } from '../request/current-user.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import type { RecordedEntry } from '../recorded-entry.js';
import { RecordedEntries } from './recorded-entries.js';

/** A `TestingModule`, or an application made from one. */
export interface TestedApplication {
  get<T>(token: abstract new (...args: never[]) => T, options: { strict: false }): T;
}

/** What an entry has to say; what is left out may be anything. */
export interface ExpectedEntry {
  userId?: string | number | bigint | null | undefined;
  action?: string | undefined;
  /** An entity, an `entityReference`, or an entity class: any entity of it. */
  entity?: object | undefined;
  ip?: string | null | undefined;
  outcome?: 'done' | 'failed' | undefined;
  snapshot?: object | null | undefined;
}

/**
 * Answers the first entry that `AuditTrailTestingModule` kept and that says all of this.
 *
 * ```ts
 * expectRecorded(app, { userId: '7', action: 'thread.start', entity: thread });
 * ```
 *
 * @throws AssertionError where there is none; the message shows what was recorded instead
 */
export function expectRecorded(app: TestedApplication, expected: ExpectedEntry = {}): AuditTrailEntry {
  const { all } = recordedIn(app);
  const wanted = wantedOf(app, expected);
  const found = all.find((entry) =>
    Object.entries(wanted).every(([name, value]) =>
      isDeepStrictEqual(entry[name as keyof RecordedEntry], value),
    ),
  );
  if (found !== undefined) return found;
  throw new AssertionError({
    message: `Expected an entry with ${JSON.stringify(wanted)}. ${
      all.length === 0
        ? 'Nothing was recorded: is somebody signed in, and has the request an address?'
        : `Recorded were:\n${all.map((entry) => `  ${lineOf(entry)}`).join('\n')}`
    }`,
    expected: wanted,
    actual: all,
    operator: 'expectRecorded',
    stackStartFn: expectRecorded,
  });
}

function recordedIn(app: TestedApplication): RecordedEntries {
  try {
    return app.get(RecordedEntries, { strict: false });
  } catch (error) {
    throw new Error(
      'expectRecorded() looks at what AuditTrailTestingModule kept, and this application has none. Import AuditTrailTestingModule.forRoot() in place of AuditTrailModule; with a database, query AuditTrailEntry.',
      { cause: error },
    );
  }
}

function wantedOf(app: TestedApplication, expected: ExpectedEntry): Partial<RecordedEntry> {
  const { userId, entity, ...rest } = expected;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...(userId !== undefined && { userId: userIdOf(userId) as string }),
    ...given,
    ...(entity !== undefined && namedBy(app.get(RegisteredEntities, { strict: false }), entity)),
  };
}

function namedBy(entities: RegisteredEntities, entity: object): Partial<RecordedEntry> {
  if (typeof entity === 'function') return { entityType: entities.metadataOf(entity).name };
  const { type, id } = entities.nameOf(entity);
  return { entityType: type, entityId: id };
}

function lineOf({ userId, ip, action, entityType, entityId, outcome }: AuditTrailEntry): string {
  return `${action} by ${userId ?? 'nobody'} from ${ip}: ${entityType} ${entityId}${outcome === 'failed' ? ' (failed)' : ''}`;
}
