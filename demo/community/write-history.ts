import type { INestApplicationContext } from '@nestjs/common';
import { AuditTrailService, entityReference } from 'nest-audit-trail';
import { DataSource } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from './names.js';
import { simulate, type SimulatedCommunity } from './simulate.mjs';

const AT_ONCE = 200;

export interface History {
  /** The name of each account, by its id in the simulation. */
  readonly names: ReadonlyMap<string, string>;
  readonly community: SimulatedCommunity;
  readonly entries: number;
}

/**
 * Writes what a simulated community did over the last weeks, at the times when it did it: what the replay sends, all of
 * it would have been done today. Nobody can log in as these members.
 */
export async function writeHistory(
  app: INestApplicationContext,
  options: NonNullable<Parameters<typeof simulate>[0]> = {},
): Promise<History> {
  const community = simulate({ users: 300, days: 60, end: Date.now(), ...options });
  const accounts = app.get(DataSource).getRepository(Account);
  const first = community.events[0]?.at ?? Date.now();
  const made = community.accounts.map(({ id }, i) => ({
    simulatedId: id,
    account: accounts.create({
      name: nameOf(i),
      passwordHash: 'nobody',
      moderator: false,
      createdAt: new Date(first),
    }),
  }));
  for (let at = 0; at < made.length; at += AT_ONCE) {
    await accounts.insert(made.slice(at, at + AT_ONCE).map(({ account }) => account));
  }
  const byId = new Map(made.map(({ simulatedId, account }) => [simulatedId, account]));
  const entries = await app.get(AuditTrailService).recordMany(
    community.events.map(({ userId, ip, action, entityType, entityId, at }) => ({
      user: byId.get(userId) ?? null,
      ip,
      action,
      entity: entityReference(entityType, entityId),
      at: new Date(at),
    })),
  );
  const names = new Map(made.map(({ simulatedId, account }) => [simulatedId, account.name]));
  return { names, community, entries };
}
