const SPECIAL = /["\\]/;
const EACH_SPECIAL = /["\\]/g;

/**
 * An array as PostgreSQL reads it from text: `{"a","b\"c",NULL}`. Every text is quoted, so that none is taken for
 * NULL, a brace or a comma. The driver's own way asks for the type of each value, which costs more.
 */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  let literal = '{';
  for (const value of values) {
    if (literal.length > 1) literal += ',';
    if (value === null) literal += 'NULL';
    else if (typeof value === 'number') literal += value;
    else literal += SPECIAL.test(value) ? `"${value.replace(EACH_SPECIAL, String.raw`\$&`)}"` : `"${value}"`;
  }
  return `${literal}}`;
}
