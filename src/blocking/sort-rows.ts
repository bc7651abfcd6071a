const DIGIT_VALUES = 256;
const DIGIT_SHIFTS = [0, 8, 16, 24];
/** Rows moved between two chances to let go of the event loop: well under a millisecond. */
export const ROWS_IN_A_STEP = 8_192;

/** A column of unsigned 32-bit numbers: that of a row stands at `row * stride + offset`. */
export interface SortColumn {
  readonly values: Uint32Array;
  readonly stride: number;
  readonly offset: number;
}

/**
 * Sorts row numbers digit by digit, so that the time grows with the rows and not faster. Rows that agree in every
 * column keep their order.
 *
 * @param columns least significant first
 * @returns the row numbers in order; yields after each step of the work
 */
export function* sortRows(size: number, columns: readonly SortColumn[]): Generator<void, Uint32Array> {
  let order = new Uint32Array(size);
  for (let row = 0; row < size; row++) order[row] = row;
  let spare = new Uint32Array(size);
  for (const column of columns) {
    for (const shift of DIGIT_SHIFTS) {
      const next = firstPlaces(size, column, shift);
      yield;
      if (next === null) continue;
      for (let from = 0; from < size; from += ROWS_IN_A_STEP) {
        const step = order.subarray(from, from + ROWS_IN_A_STEP);
        distribute(step, spare, next, column, shift);
        yield;
      }
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** Where the first row with each digit goes; `null` where all rows have the same one. */
function firstPlaces(
  size: number,
  { values, stride, offset }: SortColumn,
  shift: number,
): Uint32Array | null {
  const counts = new Uint32Array(DIGIT_VALUES);
  for (let row = 0, at = offset; row < size; row++, at += stride) {
    const digit = ((values[at] ?? 0) >>> shift) & 255;
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  let place = 0;
  for (let digit = 0; digit < DIGIT_VALUES; digit++) {
    const count = counts[digit] ?? 0;
    if (count === size) return null;
    counts[digit] = place;
    place += count;
  }
  return counts;
}

function distribute(
  rows: Uint32Array,
  into: Uint32Array,
  next: Uint32Array,
  { values, stride, offset }: SortColumn,
  shift: number,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const digit = ((values[row * stride + offset] ?? 0) >>> shift) & 255;
    const place = next[digit] ?? 0;
    into[place] = row;
    next[digit] = place + 1;
  }
}
