export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN,
    sorted[middle] ?? Number.NaN,
  ];
  return (low + high) / 2;
}

/** The median of the rounds' own ratios, and their range: rates move between rounds, ratios hardly do. */
export function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((value, i) => value / (theirs[i] ?? Number.NaN));
  const show = (value: number) => value.toFixed(value < 0.1 ? 3 : 2);
  return `${show(median(ratios))} (${show(Math.min(...ratios))} to ${show(Math.max(...ratios))})`;
}

/** The median of many rounds' own ratios, and its 95 % interval by their order (binomial, in its normal approximation). */
export function ratioWithInterval(ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((value, i) => value / (theirs[i] ?? Number.NaN)).toSorted((a, b) => a - b);
  const aside = 0.98 * Math.sqrt(ratios.length);
  const at = (place: number) =>
    (ratios[Math.min(ratios.length - 1, Math.max(0, Math.round(place)))] ?? Number.NaN).toFixed(3);
  const middle = (ratios.length - 1) / 2;
  return `${median(ratios).toFixed(3)} (95 % ${at(middle - aside)} to ${at(middle + aside)})`;
}

/** Runs every variant once a round, in an order that is reversed each round, and keeps the rate of each slice. */
export async function interleave<Variant extends string>(
  variants: readonly Variant[],
  rounds: number,
  slice: (variant: Variant) => Promise<number>,
): Promise<Record<Variant, number[]>> {
  const rates = Object.fromEntries(variants.map((variant) => [variant, [] as number[]])) as Record<
    Variant,
    number[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      rates[variant].push(await slice(variant));
    }
  }
  return rates;
}
