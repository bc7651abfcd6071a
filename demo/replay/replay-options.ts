import { parseArgs } from 'node:util';
import { SWITCHES } from '../community/simulate.mjs';

export interface ReplayOptions {
  readonly url: URL;
  readonly seed: number;
  readonly users: number;
  readonly days: number;
  readonly on: readonly string[];
  readonly concurrency: number;
  /** At most so many of the simulated actions, the earliest ones. */
  readonly limit: number;
}

/** What the reader wrote cannot be followed; the message says why. */
export class WrongOption extends Error {}

export const HELP = `Sends the actions of a simulated community to the running forum.

  npm run demo:replay -- [options]

  --users 300         how many people; some of them have several accounts
  --days 60           over how many days they act; all of it is sent at once
  --seed 1            another number, another community
  --with cgnat,visits what makes the community harder to read, any of:
                      ${SWITCHES.join(', ')}
  --limit N           only the first N actions
  --concurrency 32    requests under way at the same time
  --url http://127.0.0.1:3000
                      where the forum listens (default: PORT, else 3000)
`;

/** `null` where the reader asked for help. */
export function replayOptionsOf(args: readonly string[], env: NodeJS.ProcessEnv): ReplayOptions | null {
  const values = parsed(args);
  if (values.help) return null;
  const on = values.with.split(',').filter(Boolean);
  const unknown = on.find((name) => !SWITCHES.includes(name));
  if (unknown !== undefined)
    throw new WrongOption(`--with knows no "${unknown}", only ${SWITCHES.join(', ')}.`);
  return {
    url: httpUrl(values.url ?? `http://127.0.0.1:${env['PORT'] ?? '3000'}`),
    seed: whole('seed', values.seed, 0, 2 ** 32 - 1),
    users: whole('users', values.users, 1, 100_000),
    days: whole('days', values.days, 1, 365),
    on,
    concurrency: whole('concurrency', values.concurrency, 1, 1_000),
    limit: values.limit === undefined ? Infinity : whole('limit', values.limit, 1, 100_000_000),
  };
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        seed: { type: 'string', default: '1' },
        users: { type: 'string', default: '300' },
        days: { type: 'string', default: '60' },
        with: { type: 'string', default: '' },
        concurrency: { type: 'string', default: '32' },
        limit: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new WrongOption(`${(error as Error).message.replace(/\.?$/, '.')} --help shows what there is.`);
  }
}

function whole(name: string, text: string, low: number, high: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= low && number <= high) return number;
  throw new WrongOption(`--${name} is to be a whole number from ${low} to ${high}, not "${text}".`);
}

function httpUrl(text: string): URL {
  if (URL.canParse(text) && new URL(text).protocol === 'http:') return new URL(text);
  throw new WrongOption(`--url is to be an address such as http://127.0.0.1:3000, not "${text}".`);
}
