import { Inject, Injectable } from '@nestjs/common';
import { formatIpAddress } from '../address/ip-address.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { clientAddressOf } from '../request/client-ip.js';
import { isUserId } from '../user-id.js';
import {
  type AuditTrailConsoleOptions,
  CONSOLE_OPTIONS,
  type ConsoleRights,
  DEFAULT_RIGHTS,
} from './console-options.js';
import { type ConsoleRequest, cookieOf } from './http/console-request.js';
import { Seals } from './http/seals.js';
import { isTimeZone } from './time-text.js';
import type { Visitor } from './visitor.js';

export const REASON_COOKIE = 'audit-trail-reason';
const ZONE_COOKIE = 'audit-trail-zone';
const TOKEN_LIFE_MS = 12 * 3_600_000;

/** Finds out who asks and what they may do. */
@Injectable()
export class Visitors {
  constructor(
    @Inject(CONSOLE_OPTIONS) private readonly options: AuditTrailConsoleOptions,
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly trail: ResolvedOptions,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** `null`: nobody who may be here. */
  async of(request: object, { headers }: ConsoleRequest): Promise<Visitor | null> {
    const staff = await this.options.staff(request);
    if (!isUserId(staff?.staffId)) return null;
    const { staffId } = staff;
    const zone = [staff.timeZone, decoded(cookieOf(headers, ZONE_COOKIE))].find(isTimeZone);
    const reason = await this.seals.open('reason', staffId, cookieOf(headers, REASON_COOKIE));
    const { address } = clientAddressOf(request, this.trail);
    return {
      staffId,
      can: await this.rightsOf(request),
      zone: zone ?? 'UTC',
      isZoneKnown: zone !== undefined,
      reason: typeof reason === 'string' ? reason : '',
      token: await this.seals.seal('token', staffId, null, TOKEN_LIFE_MS),
      ip: address === null ? undefined : formatIpAddress(address),
    };
  }

  async isOwnForm({ staffId }: Visitor, { form }: ConsoleRequest): Promise<boolean> {
    return (await this.seals.open('token', staffId, form.text('token'))) !== undefined;
  }

  private async rightsOf(request: object): Promise<ConsoleRights> {
    const { can } = this.options;
    if (can === undefined) return DEFAULT_RIGHTS;
    const given: Partial<ConsoleRights> = Object(await can(request));
    const may = (right: keyof ConsoleRights): boolean => given[right] === true;
    return {
      investigate: may('investigate'),
      seeAddresses: may('seeAddresses'),
      block: may('block'),
      seeLookups: may('seeLookups'),
    };
  }
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
