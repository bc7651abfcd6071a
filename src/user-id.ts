/** Printable ASCII, 1 to 255 characters, without spaces at either end. */
const USER_ID = /^(?! )[\x20-\x7e]{1,255}(?<! )$/;

/** Whether a value is an id under which a person can be recorded, be it a user or staff. */
export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && USER_ID.test(value);
}
