import { parseIpAddress } from '../../address/ip-address.js';
import { textOfNetwork } from '../../address/network.js';
import { keyOfAddress } from '../../address/sortable-key.js';
import type { AuditTrailEntry } from '../../storage/entities/audit-trail-entry.entity.js';
import type { NetworkNames } from '../network-names.js';
import type { EntryRow } from '../pages/entries.js';
import type { Person } from '../pages/view.js';

/** Entries as a page shows them: with their address, or with the name of their network. */
export function entryRows(
  entries: readonly AuditTrailEntry[],
  person: (userId: string) => Person,
  names: NetworkNames,
  showsAddresses: boolean,
): EntryRow[] {
  return entries.map(({ createdAt, userId, action, entityType, entityId, ip }) => ({
    at: createdAt,
    person: userId === null ? null : person(userId),
    action,
    entityType,
    entityId,
    network: ip === null ? null : showsAddresses ? { name: ip, range: ip } : names.of(networkOf(ip)),
  }));
}

/** The network of an address that was recorded. */
export function networkOf(ip: string): string {
  const address = parseIpAddress(ip);
  return address === null ? ip : textOfNetwork(keyOfAddress(address));
}
