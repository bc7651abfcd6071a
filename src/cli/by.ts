import { CommandError, EXIT_CODE } from './exit-code.js';

export interface ByOptions {
  readonly staff?: string;
  readonly reason?: string;
}

/**
 * Who asks and why, for the log of lookups; without them the log says `system`.
 *
 * @throws CommandError where only one of the two is given
 */
export function byOf({ staff, reason }: ByOptions): { staffId: string; reason: string } | undefined {
  if (staff === undefined && reason === undefined) return undefined;
  if (staff !== undefined && reason !== undefined) return { staffId: staff, reason };
  throw new CommandError(
    EXIT_CODE.usage,
    `${staff === undefined ? '--reason' : '--staff'} came alone; give --staff and --reason together, or neither.`,
  );
}
