/** Text that stands in an array without quotes: none of it is a brace, a comma, a blank or the word NULL. */
const PLAIN = /^(?!null$)[\w.:-]+$/i;
const EACH_SPECIAL = /["\\]/g;

/**
 * An array as PostgreSQL reads it from text: `{a,"b\"c",NULL}`. The driver's own way asks for the type of each value
 * and copies it several times, which costs more.
 */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map(elementOf).join(',')}}`;
}

function elementOf(value: string | number | null): string | number {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || PLAIN.test(value)) return value;
  return `"${value.replace(EACH_SPECIAL, String.raw`\$&`)}"`;
}
