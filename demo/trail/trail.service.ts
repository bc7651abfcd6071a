import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { AuditTrailEntry } from 'nest-audit-trail';
import { MoreThanOrEqual, Repository } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { oldestShown } from './store-days.js';

/** Reads the entries as what they are, a TypeORM entity. Nothing here shows one member's address to another. */
@Injectable()
export class TrailService {
  constructor(@InjectRepository(AuditTrailEntry) private readonly entries: Repository<AuditTrailEntry>) {}

  /** How much was recorded and what came last, without addresses. */
  async overview() {
    const byAction = await this.entries
      .createQueryBuilder('entry')
      .select('entry.action', 'action')
      .addSelect('count(*)', 'count')
      .groupBy('entry.action')
      .orderBy('entry.action')
      .getRawMany<{ action: string; count: number | string }>();
    const newest = await this.entries.find({
      select: { id: true, createdAt: true, userId: true, action: true, entityType: true, entityId: true },
      order: { id: 'DESC' },
      take: 10,
    });
    return {
      total: await this.entries.count(),
      byAction: byAction.map(({ action, count }) => ({ action, count: Number(count) })),
      newest: newest.map(({ createdAt, userId, action, entityType, entityId }) => ({
        createdAt,
        userId,
        action,
        entityType,
        entityId,
      })),
    };
  }

  /** What is kept of the member's own actions, their own addresses included. */
  activityOf(account: Account): Promise<AuditTrailEntry[]> {
    return this.entries.find({
      where: { userId: String(account.id), createdAt: MoreThanOrEqual(oldestShown()) },
      order: { id: 'DESC' },
      take: 50,
    });
  }
}

export type TrailOverview = Awaited<ReturnType<TrailService['overview']>>;
