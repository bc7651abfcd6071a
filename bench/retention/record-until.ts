import { type AuditTrailService, entityReference } from 'nest-audit-trail';

/** Records one entry after another until it is told to stop, and answers how long each took, in milliseconds. */
export async function recordUntil(trail: AuditTrailService, isOver: () => boolean): Promise<number[]> {
  const thread = entityReference('Thread', 7);
  const times: number[] = [];
  while (!isOver()) {
    const began = performance.now();
    await trail.recordFor({ user: '7', ip: '203.0.113.7' }, thread);
    times.push(performance.now() - began);
  }
  return times;
}
