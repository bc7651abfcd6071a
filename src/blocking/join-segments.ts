import type { SegmentSweep } from './segment-sweep.js';
import { ROWS_IN_A_STEP } from './sort-rows.js';

/**
 * Puts the innermost rule of each segment behind its first address. Yields after each step of the work.
 *
 * @param width words in one address
 * @returns `width + 1` words for each segment
 */
export function* joinSegments(
  { starts, innermost, segments }: SegmentSweep,
  width: 1 | 4,
): Generator<void, Uint32Array> {
  const joined = new Uint32Array(segments * (width + 1));
  for (let from = 0; from < segments; from += ROWS_IN_A_STEP) {
    const end = Math.min(segments, from + ROWS_IN_A_STEP);
    for (let segment = from; segment < end; segment++) {
      const at = segment * (width + 1);
      for (let i = 0; i < width; i++) joined[at + i] = starts[segment * width + i] ?? 0;
      joined[at + width] = innermost[segment] ?? 0;
    }
    yield;
  }
  return joined;
}
