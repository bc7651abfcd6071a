/** An entry as the loader writes it: the columns of the table in the order of the migration. */
export type LoadedEntry = readonly [
  id: string,
  createdAt: number,
  userId: string,
  ipKey: string,
  action: string,
  entityType: string,
  entityId: string,
  outcome: string,
];

/** What is known of the entries that were made: what a benchmark asks for. */
export interface SiteFacts {
  readonly busiestUser: string;
  readonly busiestAddressKey: string;
  /** Entries that were picked evenly. */
  readonly sample: readonly LoadedEntry[];
}

const DAY_MS = 86_400_000;
/** Under the 90 days that are kept, so that nothing expires while it is measured. */
const DAYS = 85;
const ENTRIES_A_USER = 50;
const SAMPLED = 2_000;

const ACTIONS = [
  ['post.reply', 'Post'],
  ['post.reply', 'Post'],
  ['thread.start', 'Thread'],
  ['post.edit', 'Post'],
  ['poll.create', 'Poll'],
] as const;

/** Mobile carriers: the first address, how many there are, and the IPv6 /32. */
const CARRIERS = [
  [ipv4(31, 160, 0, 0), 24, '2a02'],
  [ipv4(37, 160, 8, 0), 64, '2a01'],
  [ipv4(37, 161, 8, 0), 200, '2a03'],
] as const;

/** The ranges in which homes, carriers and offices are; none is a real person's. */
export const WIDEST_RANGES = ['37.160.0.0/16', '31.160.0.0/16', '81.7.0.0/16', '2a01:0::/32', '2a02:0::/32'];

/**
 * The entries of a site, oldest first, and always the same: few users who act much and many who act little, homes
 * whose address changes every three weeks, offices of dozens, and carriers that put thousands behind a few addresses.
 *
 * @param end milliseconds since 1970 of the newest
 * @param days over which they are spread evenly
 */
export class SiteEntries {
  private readonly random = generator(12_345);
  private readonly activity: Float64Array;
  private readonly users: number;
  private readonly countOfUser: Uint32Array;
  private readonly countOfAddress = new Map<string, number>();
  private readonly sample: LoadedEntry[] = [];

  constructor(
    private readonly count: number,
    private readonly end: number,
    private readonly days: number = DAYS,
  ) {
    this.users = Math.max(100, Math.round(count / ENTRIES_A_USER));
    this.activity = new Float64Array(this.users);
    this.countOfUser = new Uint32Array(this.users);
    let sum = 0;
    for (let user = 0; user < this.users; user++) {
      sum += Math.min(400, 0.5 / (1 - this.random()) ** (1 / 1.2));
      this.activity[user] = sum;
    }
  }

  *[Symbol.iterator](): Iterator<LoadedEntry> {
    const start = Math.floor(this.end - this.days * DAY_MS);
    const step = (this.days * DAY_MS) / this.count;
    const every = Math.max(1, Math.floor(this.count / SAMPLED));
    for (let i = 0; i < this.count; i++) {
      const at = start + Math.floor((i + this.random() * 0.9) * step);
      const user = this.pickUser();
      const key = this.addressOf(user, Math.floor((at - start) / DAY_MS));
      const [action, type] = ACTIONS[Math.floor(this.random() * ACTIONS.length)] ?? ACTIONS[0];
      const outcome = this.random() < 0.02 ? 'failed' : 'done';
      const entity = String(Math.floor((this.random() * this.count) / 4));
      const entry = [this.idAt(at), at, String(user + 1), key, action, type, entity, outcome] as const;
      this.countOfUser[user] = (this.countOfUser[user] ?? 0) + 1;
      if (i % every === 0) this.sample.push(entry);
      yield entry;
    }
  }

  /** When all of them have been made. */
  facts(): SiteFacts {
    const [busiestAddressKey] = [...this.countOfAddress].toSorted((a, b) => b[1] - a[1])[0] ?? [''];
    let most = 0;
    for (const [user, entries] of this.countOfUser.entries())
      if (entries > (this.countOfUser[most] ?? 0)) most = user;
    return { busiestUser: String(most + 1), busiestAddressKey, sample: this.sample };
  }

  private pickUser(): number {
    const place = this.random() * (this.activity.at(-1) ?? 0);
    let low = 0;
    let high = this.users - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.activity[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private addressOf(user: number, day: number): string {
    const traits = mixed(user);
    const place = this.random();
    if (place < 0.02 && traits % 20 === 0) return this.crowded(ipv4(92, 118, 20, 0) + this.upTo(30));
    if (place < 0.2 && traits % 5 < 2)
      return keyOfIpv4(ipv4(193, 10, 0, 0) + (mixed(traits) % Math.max(4, Math.floor(this.users / 60))));
    if (place < 0.5 && traits % 5 < 3) {
      const [first, size, prefix] = CARRIERS[mixed(traits + 1) % 3] ?? CARRIERS[0];
      return this.random() < 0.4
        ? `6${prefix}00${hex(this.upTo(2 ** 32)).slice(0, 2)}${hex(this.upTo(2 ** 32))}${hex(this.upTo(2 ** 32))}${hex(this.upTo(2 ** 32))}`
        : this.crowded(first + this.upTo(size));
    }
    const home = mixed(user * 8 + Math.floor((day + (traits % 21)) / 21));
    return traits & 1 && this.random() < 0.6
      ? `62a001${hex(traits).slice(0, 3)}${hex(home).slice(0, 6)}00${hex(mixed(home + day))}${hex(mixed(home ^ day))}`
      : keyOfIpv4(ipv4(81, 0, 0, 0) + (home % (1 << 25)));
  }

  private crowded(address: number): string {
    const key = keyOfIpv4(address);
    this.countOfAddress.set(key, (this.countOfAddress.get(key) ?? 0) + 1);
    return key;
  }

  private upTo(n: number): number {
    return Math.floor(this.random() * n);
  }

  /** UUIDv7. */
  private idAt(at: number): string {
    const time = at.toString(16).padStart(12, '0');
    const [a, b, c] = [hex(this.upTo(2 ** 32)), hex(this.upTo(2 ** 32)), hex(this.upTo(2 ** 32))];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-8${a.slice(3, 6)}-${b}${c.slice(0, 4)}`;
  }
}

function ipv4(a: number, b: number, c: number, d: number): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function keyOfIpv4(address: number): string {
  return `4${hex(address)}`;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** A number that depends on another, and looks as if it did not (murmur3's last step). */
function mixed(n: number): number {
  let t = (n + 0x9e3779b9) >>> 0;
  t = Math.imul(t ^ (t >>> 16), 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
  return (t ^ (t >>> 16)) >>> 0;
}

/** Seeded random numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
