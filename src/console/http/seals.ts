import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { Secret } from '../../settings/secret.js';
import { seal, unseal } from './sealed-text.js';

/** What is sealed: a form's token, a page that was looked up, the reason of a sitting. */
export type SealPurpose = 'token' | 'lookup' | 'reason';

interface Sealed {
  readonly until: number;
  readonly value: unknown;
}

/** Seals what a browser keeps for one staff member; every process of the site can open it. */
@Injectable()
export class Seals {
  constructor(
    @Inject(Secret) private readonly secret: Secret,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async seal(purpose: SealPurpose, staffId: string, value: unknown, lifeMs: number): Promise<string> {
    const [key] = await this.secret.keys('console');
    if (key === undefined) throw new Error('There is no secret.');
    const sealed: Sealed = { until: this.clock.now() + lifeMs, value };
    return seal(key, contextOf(purpose, staffId), JSON.stringify(sealed));
  }

  /** The value, or `undefined` where it is another's, too old, or was never sealed. */
  async open(purpose: SealPurpose, staffId: string, text: unknown): Promise<unknown> {
    const json = unseal(await this.secret.keys('console'), contextOf(purpose, staffId), text);
    if (json === null) return undefined;
    const { until, value } = JSON.parse(json) as Sealed;
    return until > this.clock.now() ? value : undefined;
  }
}

function contextOf(purpose: SealPurpose, staffId: string): string {
  return `${purpose}\n${staffId}`;
}
