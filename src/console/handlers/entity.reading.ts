import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import { InvestigationsService } from '../../investigation/investigations.service.js';
import { NetworkNames } from '../network-names.js';
import type { EntityData } from '../pages/entity.page.js';
import { People } from '../people.js';
import type { Ask } from './ask.js';
import { entryRows, networkOf } from './entry-rows.js';

/** Reads what the page of an entity shows. */
@Injectable()
export class EntityReading {
  constructor(
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(People) private readonly people: People,
  ) {}

  async read(
    { view, request }: Ask,
    staff: Staff,
    { entityType, entityId }: { entityType: string; entityId: string },
    seed: string,
  ): Promise<EntityData> {
    const { seeAddresses } = view.visitor.can;
    const after = request.query.get('after') ?? undefined;
    const page = await this.investigations.open(staff).entries({ entityType, entityId, after });
    const person = await this.people.of(page.items.map(({ userId }) => userId));
    const ips = page.items.map(({ ip }) => ip).filter((ip) => ip !== null);
    // A letter stands for one network on this page: the next page deals others, and says so with its own letters.
    const names = new NetworkNames(ips.map(networkOf), `${seed} ${after ?? ''}`, seeAddresses);
    return {
      entityType,
      entityId,
      reason: staff.reason,
      oldestKept: page.oldestKept,
      entries: {
        rows: entryRows(page.items, person, names, seeAddresses),
        next: page.next,
        isFirst: after === undefined,
      },
    };
  }
}
