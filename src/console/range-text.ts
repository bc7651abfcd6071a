/** A range as pages show it: a single address without its prefix length. */
export function rangeText(range: string): string {
  return range.replace(range.includes(':') ? /\/128$/ : /\/32$/, '');
}
