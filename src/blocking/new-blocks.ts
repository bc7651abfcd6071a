import { Staff } from '../access-log/staff.js';
import { type IpRange, parseIpRange } from '../address/cidr.js';
import { type IpAddress, parseIpAddress } from '../address/ip-address.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf, show } from '../describe-value.js';
import type { BlockEffect } from './block-rule.js';

/** What every way to make blocks takes. */
export interface BlockTerms {
  /** Default `deny`. */
  effect?: BlockEffect | undefined;
  /** 3 to 500 characters, for staff only. Addresses in it are stored as `[address]`. */
  reason: string;
  /** What a client that is refused is told, at most 500 characters. */
  message?: string | null | undefined;
  /** The last instant at which it counts; `null`: it has no end. Default in 30 days. */
  expiresAt?: Date | null | undefined;
  staffId: string;
}

/** One new block. */
export interface NewBlock extends BlockTerms {
  /** An address, or a range in CIDR notation. */
  range: string;
  /** The address that the staff member acts from: a block that covers it is refused. */
  staffIp?: string | undefined;
  /** Passes over every refusal but that of `neverBlock`. */
  force?: boolean | undefined;
}

/** The same, checked. */
export interface CheckedTerms {
  readonly effect: BlockEffect;
  readonly message: string | null;
  readonly expiresAtMs: number | null;
  readonly staff: Staff;
}

const DAY_MS = 86_400_000;
/** Addresses change hands: a block without a word about its end does not outlive most of its users. */
const DEFAULT_DAYS = 30;
const LONGEST_MESSAGE = 500;
const EFFECTS: readonly unknown[] = ['deny', 'deny-sign-up', 'allow'] satisfies BlockEffect[];

/** @throws AuditTrailError `INVALID_OPTIONS`, `INVALID_USER`, `REASON_REQUIRED`, `INVALID_ENTRY`, `INVALID_TIME` */
export function checkedTerms(terms: BlockTerms, nowMs: number): CheckedTerms {
  const { effect = 'deny', message, expiresAt } = Object(terms) as Partial<BlockTerms>;
  if (!EFFECTS.includes(effect)) {
    throw new AuditTrailError(
      'INVALID_OPTIONS',
      `The effect is ${show(effect)}; wanted "deny", "deny-sign-up" or "allow".`,
    );
  }
  return {
    effect,
    message: checkedMessage(message),
    expiresAtMs: checkedEnd(expiresAt, nowMs),
    staff: Staff.of(terms),
  };
}

/** @throws AuditTrailError `INVALID_RANGE` */
export function checkedRange(text: unknown): IpRange {
  const range = parseIpRange(text);
  if (range !== null) return range;
  throw new AuditTrailError(
    'INVALID_RANGE',
    `The range is ${shapeOf(text)}, not an address or a range in CIDR notation; wanted one such as ` +
      '"203.0.113.0/24", "203.0.113.7" or "2001:db8::/64".',
    { value: text },
  );
}

/** @throws AuditTrailError `INVALID_IP` */
export function checkedAddress(ip: unknown): IpAddress {
  const address = parseIpAddress(ip);
  if (address !== null) return address;
  throw new AuditTrailError('INVALID_IP', `The IP is ${shapeOf(ip)}, not an address.`, { value: ip });
}

/** @throws AuditTrailError `INVALID_TIME` */
function checkedEnd(expiresAt: unknown, nowMs: number): number | null {
  if (expiresAt === undefined) return nowMs + DEFAULT_DAYS * DAY_MS;
  if (expiresAt === null) return null;
  const time = expiresAt instanceof Date ? expiresAt.getTime() : Number.NaN;
  if (time >= nowMs) return time;
  const came = Number.isNaN(time) ? shapeOf(expiresAt) : new Date(time).toISOString();
  throw new AuditTrailError(
    'INVALID_TIME',
    `"expiresAt" is ${came}; wanted a Date ahead of now, or null for a block without an end.`,
  );
}

function checkedMessage(message: unknown): string | null {
  if (message === undefined || message === null || message === '') return null;
  const isText = typeof message === 'string' && !message.includes('\0') && message.isWellFormed();
  if (isText && Array.from(message).length <= LONGEST_MESSAGE) return message;
  throw new AuditTrailError(
    'INVALID_ENTRY',
    `The message is ${shapeOf(message)}; wanted at most ${LONGEST_MESSAGE} characters that a database keeps.`,
    { value: message },
  );
}
