import { Injectable } from '@nestjs/common';

type HealthStatus = 'up' | 'degraded' | 'down';

/** How one part of the package fares. Details hold no personal data. */
export interface HealthSign {
  readonly status: HealthStatus;
  readonly [detail: string]: unknown;
}

const PATIENCE_MS = 1000;
const WORST_FIRST: readonly HealthStatus[] = ['down', 'degraded', 'up'];

/** What each part of the package has to say about its health, for `AuditTrailService.health()`. */
@Injectable()
export class HealthSigns {
  private readonly signs = new Map<string, () => HealthSign | Promise<HealthSign>>();

  /** @param name under which the details stand, such as `pruning` */
  add(name: string, sign: () => HealthSign | Promise<HealthSign>): void {
    this.signs.set(name, sign);
  }

  /** What one part has to say; that it is well where there is no such part. */
  async read(name: string): Promise<HealthSign> {
    const sign = this.signs.get(name);
    return sign === undefined ? { status: 'up' } : readInTime(sign);
  }

  /**
   * What is known of recording together with every sign that is not `up`, whose details stand under its name: the
   * worst status wins.
   */
  async mergedWith(recording: HealthSign): Promise<HealthSign> {
    const read = await Promise.all(
      [...this.signs].map(async ([name, sign]) => [name, await readInTime(sign)] as const),
    );
    const amiss = read.filter(([, sign]) => sign.status !== 'up');
    const statuses = [recording, ...amiss.map(([, sign]) => sign)].map(({ status }) => status);
    const status = WORST_FIRST.find((one) => statuses.includes(one)) ?? 'up';
    return { ...recording, ...Object.fromEntries(amiss), status };
  }
}

/** A sign that cannot be read says nothing good, and nothing about recording. */
async function readInTime(sign: () => HealthSign | Promise<HealthSign>): Promise<HealthSign> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HealthSign>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'degraded', fault: 'no answer in time' }), PATIENCE_MS);
  });
  try {
    return await Promise.race([sign(), late]);
  } catch {
    return { status: 'degraded', fault: 'it cannot be told' };
  } finally {
    clearTimeout(timer);
  }
}
