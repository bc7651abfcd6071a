import type { InvestigationsService } from 'nest-audit-trail';
import type { DataSource } from 'typeorm';
import { type Latency, latencyOf } from './measure.js';

/**
 * What people write by hand to find linked accounts: a join of the entries with themselves on the address. It knows no
 * IPv6 networks, no crowds and no end.
 */
const SELF_JOIN = `SELECT b.user_id AS user_id, COUNT(DISTINCT b.ip_key) AS shared
  FROM audit_trail_entry a JOIN audit_trail_entry b ON b.ip_key = a.ip_key AND b.user_id <> a.user_id
  WHERE a.user_id = '?' GROUP BY b.user_id ORDER BY shared DESC LIMIT 50`;

/** How long the join takes, and how long `linkedAccounts` takes for the same users. */
export async function besideSelfJoin(
  dataSource: DataSource,
  investigations: InvestigationsService,
  userIds: readonly string[],
): Promise<{ selfJoin: Latency; ours: Latency }> {
  const ask = (title: string, asks: Parameters<typeof latencyOf>[0]['asks']) =>
    latencyOf({ title, target: '', asks }, investigations);
  return {
    ours: await ask(
      'beside the self-join',
      userIds.map((userId) => (one) => one.linkedAccounts(userId)),
    ),
    selfJoin: await ask(
      'the self-join',
      userIds.map((userId) => () => dataSource.query(SELF_JOIN.replace('?', userId))),
    ),
  };
}
