/**
 * The shape of a value in a few words, without the value: `a string of 12 characters`, `the number NaN`,
 * `an array of 3`, `an object of class Thread`. Messages use it for what may be personal data.
 */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value === 'string')
    return value === '' ? 'an empty string' : `a string of ${value.length} characters`;
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : `the number ${value}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'function')
    return value.name === '' ? 'a function' : `the function or class ${value.name}`;
  if (typeof value === 'object') return value instanceof Promise ? 'a promise' : objectShape(value);
  return `a ${typeof value}`;
}

function objectShape(value: object): string {
  const name: unknown = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)
    ?.constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object'
    ? `an object of class ${name}`
    : 'a plain object';
}

/** The value itself, short, for what a developer wrote in the configuration. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? shapeOf(value) : JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  return shapeOf(value);
}
