const LANCZOS = [
  76.180_091_729_47, -86.505_320_329_42, 24.014_098_240_83, -1.231_739_572_45, 0.001_208_650_974,
  -0.000_005_395_239,
];

/** ln Γ(x) for x > 0, to ten digits (Lanczos). */
function logGamma(x: number): number {
  const t = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const series = LANCZOS.reduce((sum, factor, i) => sum + factor / (x + i + 1), 1.000_000_000_190_015);
  return Math.log((Math.sqrt(2 * Math.PI) * series) / x) - t;
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * The logarithm of the chance of seeing `hits` in one particular order among `trials`, where the rate of a hit is
 * itself only known as Beta(a, b): as if `a` hits and `b` misses had been seen before.
 */
export function logBetaBinomial(hits: number, trials: number, a: number, b: number): number {
  return logBeta(hits + a, trials - hits + b) - logBeta(a, b);
}
