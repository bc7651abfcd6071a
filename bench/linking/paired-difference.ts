/** 97.5 in 100 of a normal distribution lie below. */
const Z = 1.959_964;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of the pairs' differences and half of its 95 % interval by Student's t; at least three pairs. */
export function pairedDifference(
  ours: readonly number[],
  theirs: readonly number[],
): { mean: number; half: number } {
  const differences = ours.map((value, i) => value - (theirs[i] ?? Number.NaN));
  const middle = mean(differences);
  const variance =
    differences.reduce((sum, difference) => sum + (difference - middle) ** 2, 0) / (differences.length - 1);
  return { mean: middle, half: tQuantile(differences.length - 1) * Math.sqrt(variance / differences.length) };
}

/** To three digits from four degrees of freedom on (Abramowitz and Stegun, 26.7.5). */
function tQuantile(freedom: number): number {
  return (
    Z +
    (Z ** 3 + Z) / (4 * freedom) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * freedom ** 3)
  );
}
