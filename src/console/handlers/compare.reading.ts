import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import { type Activity, ActivityQuestion } from '../../investigation/activity.question.js';
import { InvestigationsService } from '../../investigation/investigations.service.js';
import { NetworkNames } from '../network-names.js';
import type { CompareData } from '../pages/compare.page.js';
import { People } from '../people.js';
import type { Lane } from '../pictures/lanes-picture.js';
import type { Ask } from './ask.js';

const COLORS = 8;
/** More users than this are a crowd. */
const CROWD = 20;
/** The newest of each account are drawn. */
const DRAWN_ENTRIES = 2_000;

/** Reads what the page of several accounts shows. */
@Injectable()
export class CompareReading {
  constructor(
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(ActivityQuestion) private readonly activity: ActivityQuestion,
    @Inject(People) private readonly people: People,
  ) {}

  async read(
    { view, request }: Ask,
    staff: Staff,
    userIds: readonly string[],
    seed: string,
  ): Promise<CompareData> {
    const comparison = await this.investigations.open(staff).compare(userIds);
    const activities = await this.activity.answer(staff, userIds, DRAWN_ENTRIES);
    const isCut = [...activities.values()].some(({ truncated }) => truncated);
    const person = await this.people.of(userIds);
    const shared = comparison.networks.map(({ network }) => network);
    const names = new NetworkNames(shared, seed, view.visitor.can.seeAddresses);
    const { alternation } = comparison;
    const colors = new Map(shared.slice(0, COLORS).map((network, i) => [network, i]));
    return {
      people: userIds.map(person),
      reason: staff.reason,
      oldestKept: comparison.oldestKept,
      isCut: comparison.truncated || isCut,
      networks: comparison.networks.map(({ network, usersOnNetwork, use }) => ({
        ...names.of(network),
        users: usersOnNetwork,
        isCrowd: usersOnNetwork > CROWD,
        color: colors.get(network) ?? 'rest',
        use: use.map(({ userId, ...rest }) => ({ person: person(userId), ...rest })),
      })),
      usesPage: Number(request.query.get('uses') ?? 1) || 1,
      lanesCutTo: isCut ? DRAWN_ENTRIES : null,
      lanes: userIds.map((userId) => laneOf(person(userId).name, activities.get(userId), colors)),
      alternation:
        alternation === null
          ? null
          : {
              people: [person(alternation.userIds[0]), person(alternation.userIds[1])],
              network: names.of(alternation.network).name,
              from: alternation.from,
              to: alternation.to,
              switches: alternation.switches,
            },
    };
  }
}

/** An account over time; networks that others of the page use too are drawn last, above the rest. */
function laneOf(name: string, activity: Activity | undefined, colors: ReadonlyMap<string, number>): Lane {
  const visits = activity?.visits ?? [];
  const times = new Map<number | 'rest', number[]>([['rest', []]]);
  for (const { network, at } of visits) {
    const color = colors.get(network) ?? 'rest';
    const known = times.get(color);
    if (known === undefined) times.set(color, [at]);
    else known.push(at);
  }
  const [last, first] = [visits[0]?.at, visits.at(-1)?.at];
  return {
    name,
    from: first === undefined ? null : new Date(first),
    to: last === undefined ? null : new Date(last),
    entries: visits.length,
    marks: [...times].map(([color, at]) => ({ color, times: at })),
  };
}
