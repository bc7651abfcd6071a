import { Inject, Injectable, Logger } from '@nestjs/common';
import type { UserDescription } from '../options/audit-trail-options.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import type { Person } from './pages/view.js';

const ASKED_AT_ONCE = 500;

/** Describes accounts as the application knows them; by their ids alone where it cannot. */
@Injectable()
export class People {
  private readonly logger = new Logger('AuditTrail');

  constructor(@Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions) {}

  /** A function that knows all of these ids. */
  async of(userIds: Iterable<string | null>): Promise<(userId: string) => Person> {
    const ids = [...new Set(userIds)].filter((id) => id !== null);
    const described = new Map<string, UserDescription>();
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
      const some = await this.describe(ids.slice(at, at + ASKED_AT_ONCE));
      for (const [id, description] of some) described.set(id, description);
    }
    return (userId) => personOf(userId, described.get(userId));
  }

  private async describe(ids: string[]): Promise<ReadonlyMap<string, UserDescription>> {
    try {
      return (await this.options.describeUsers?.(ids)) ?? new Map<string, UserDescription>();
    } catch {
      this.logger.warn('describeUsers failed, so the console shows ids in the place of names.');
      return new Map<string, UserDescription>();
    }
  }
}

function personOf(id: string, description: UserDescription | undefined): Person {
  const { name, url, staff, createdAt } = description ?? {};
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : id,
    // A link that a member may have chosen could be a script.
    url: typeof url === 'string' && /^(?:https?:\/\/|\/(?!\/))/i.test(url) ? url : null,
    isStaff: staff === true,
    createdAt: createdAt instanceof Date && !Number.isNaN(createdAt.getTime()) ? createdAt : null,
  };
}
