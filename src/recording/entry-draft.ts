import type { IpAddress } from '../address/ip-address.js';
import { keyOfAddress, textOfKey } from '../address/sortable-key.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import type { EntryRow } from '../storage/entry-row.js';
import { ACTION_LENGTH, ENTITY_ID_LENGTH, ENTITY_TYPE_LENGTH, SNAPSHOT_BYTES } from './entry-limits.js';

/** What is to be recorded, its user, address and entity read and checked. */
export interface EntryContent {
  /** `null` only on a failed attempt without a signed-in user. */
  readonly userId: string | null;
  readonly address: IpAddress;
  /** The entity. */
  readonly type: string;
  readonly id: string;
  readonly action: string;
  readonly outcome: 'done' | 'failed';
  readonly snapshot: object | null;
}

/** An entry ready to be written. */
export class EntryDraft {
  constructor(readonly row: EntryRow) {}

  /** The entry as it will be read from the database: made when asked for, since most requests never look at it. */
  get entry(): AuditTrailEntry {
    return entryOf(this.row);
  }
}

/**
 * Checks everything that a database would refuse or cut, so that one entry cannot fail the others of its batch.
 *
 * @throws AuditTrailError `INVALID_ENTRY`, `SNAPSHOT_TOO_LARGE`
 */
export function draftOf(content: EntryContent, id: string, createdAt: number): EntryDraft {
  const { userId, address, action, type: entityType, id: entityId, outcome, snapshot } = content;
  checkText('action', action, ACTION_LENGTH);
  checkText('entity type', entityType, ENTITY_TYPE_LENGTH);
  checkText('entity id', entityId, ENTITY_ID_LENGTH);
  const ip = keyOfAddress(address);
  const json = jsonOf(snapshot);
  return new EntryDraft({
    id,
    createdAt,
    userId,
    ip,
    action,
    entityType,
    entityId,
    outcome,
    snapshot: json,
  });
}

function entryOf(row: EntryRow): AuditTrailEntry {
  const entry = new AuditTrailEntry();
  entry.id = row.id;
  entry.createdAt = new Date(row.createdAt);
  entry.userId = row.userId as string;
  entry.ip = row.ip === null ? null : textOfKey(row.ip);
  entry.action = row.action;
  entry.entityType = row.entityType;
  entry.entityId = row.entityId;
  entry.outcome = row.outcome;
  entry.snapshot = row.snapshot === null ? null : (JSON.parse(row.snapshot) as object);
  return entry;
}

function checkText(what: string, text: unknown, longest: number): void {
  const wanted = `wanted text of 1 to ${longest} characters`;
  if (typeof text !== 'string' || text === '')
    throw invalid(`The ${what} is ${shapeOf(text)}; ${wanted}.`, text);
  if (text.length > longest) throw invalid(`The ${what} is ${shapeOf(text)}; ${wanted}.`, text);
  if (text.includes('\0'))
    throw invalid(`The ${what} holds a NUL character, which no database keeps in text.`, text);
  if (!text.isWellFormed())
    throw invalid(`The ${what} holds half a surrogate pair, which is no text in UTF-8.`, text);
}

function jsonOf(snapshot: unknown): string | null {
  if (snapshot === null || snapshot === undefined) return null;
  const wanted = 'wanted an object that JSON can hold';
  // A promise, which an async option gives, would be kept as an empty object.
  const isNone = typeof snapshot !== 'object' || Array.isArray(snapshot) || snapshot instanceof Promise;
  const json = isNone ? undefined : stringified(snapshot);
  if (json === undefined || !json.startsWith('{'))
    throw invalid(`The snapshot is ${shapeOf(snapshot)}; ${wanted}.`, snapshot);
  const bytes = Buffer.byteLength(json);
  if (bytes <= SNAPSHOT_BYTES) return json;
  throw new AuditTrailError(
    'SNAPSHOT_TOO_LARGE',
    `The snapshot is ${bytes} bytes of JSON; at most ${SNAPSHOT_BYTES} are kept. Keep the fields that an investigation needs.`,
    { value: snapshot },
  );
}

/** Circular objects and bigints throw. */
function stringified(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function invalid(message: string, value: unknown): AuditTrailError {
  return new AuditTrailError('INVALID_ENTRY', message, { value });
}
