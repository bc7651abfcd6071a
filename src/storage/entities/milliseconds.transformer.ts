import type { ValueTransformer } from 'typeorm';

/** The three drivers share no type for a point in time: milliseconds as a whole number, a `Date` outside. */
export const MILLISECONDS: ValueTransformer = {
  to: (date: Date | null | undefined) => date?.getTime(),
  from: (stored: string | number | null) => (stored === null ? null : new Date(Number(stored))),
};
