/** How long the forum keeps addresses; its pages show no entry that is older, deleted already or not. */
export const IP_STORE_DAYS = 90;

const DAY_MS = 86_400_000;

export function oldestShown(now = Date.now()): Date {
  return new Date(now - IP_STORE_DAYS * DAY_MS);
}
