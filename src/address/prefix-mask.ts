/**
 * The bits of one 32-bit word of an address that belong to its prefix, as a signed number.
 *
 * @param prefixLength in bits
 * @param word counted from 0, the most significant
 */
export function prefixMask(prefixLength: number, word: number): number {
  const kept = Math.min(32, Math.max(0, prefixLength - word * 32));
  // A shift by 32 is a shift by none in JavaScript.
  return kept === 0 ? 0 : 0xffffffff << (32 - kept);
}
