import type { IpBlock } from '../../blocking/ip-block.js';

const RANGE_WIDTH = 22;
const EFFECT_WIDTH = 12;

/** One block as a line for people: id, range, effect, end, hits, who and why. */
export function blockLine(block: IpBlock): string {
  const { id, range, effect, hits, staffId, reason } = block;
  const shown = range === '' ? '(no longer kept)' : range;
  return [
    id,
    shown.padEnd(RANGE_WIDTH),
    effect.padEnd(EFFECT_WIDTH),
    endOf(block).padEnd(EFFECT_WIDTH + 8),
    `${hits.toLocaleString('en')} hits`.padStart(EFFECT_WIDTH),
    `${staffId}: ${reason}`,
  ].join('  ');
}

function endOf({ liftedAt, expiresAt }: IpBlock): string {
  const minute = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');
  if (liftedAt !== null) return `lifted ${minute(liftedAt)}`;
  return expiresAt === null ? 'without an end' : `to ${minute(expiresAt)}`;
}
