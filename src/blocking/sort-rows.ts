const DIGIT_VALUES = 256;
const DIGIT_SHIFTS = [0, 8, 16, 24];
/** Rows read or moved between two chances to let go of the event loop: a millisecond while the code is still cold. */
export const ROWS_IN_A_STEP = 4_096;

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
  let spare = new Uint32Array(size);
  for (let row = 0; row < size; row++) order[row] = row;
  for (const column of columns) {
    for (const shift of DIGIT_SHIFTS) {
      const counts = new Uint32Array(DIGIT_VALUES);
      for (let from = 0; from < size; from += ROWS_IN_A_STEP) {
        count(counts, from, Math.min(size, from + ROWS_IN_A_STEP), column, shift);
        yield;
      }
      // Where all rows have the same digit there is nothing to move.
      if (counts.includes(size)) continue;
      const next = firstPlaces(counts);
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

function count(
  counts: Uint32Array,
  from: number,
  end: number,
  { values, stride, offset }: SortColumn,
  shift: number,
): void {
  for (let row = from; row < end; row++) {
    const digit = ((values[row * stride + offset] ?? 0) >>> shift) & 255;
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
}

/** Where the first row with each digit goes. */
function firstPlaces(counts: Uint32Array): Uint32Array {
  let place = 0;
  return counts.map((rows) => {
    place += rows;
    return place - rows;
  });
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
