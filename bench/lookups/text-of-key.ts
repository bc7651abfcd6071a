/** The address behind a key, as staff would type it. */
export function textOfKey(key: string): string {
  const digits = key.slice(1);
  return key.startsWith('4')
    ? (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
    : (digits.match(/..../g) ?? []).join(':');
}
