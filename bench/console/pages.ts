import { type SiteFacts, WIDEST_RANGES } from '../support/site-entries.js';
import { textOfKey } from '../lookups/text-of-key.js';

/** A page of the console, and what it is asked for. */
export interface BenchPage {
  readonly title: string;
  /** A path that is opened, or the fields of a form that looks something up and the path that it is sent to. */
  readonly asks: readonly (string | { readonly to: string; readonly fields: readonly [string, string][] })[];
}

/** Each page with random arguments, and with those that cost the most. */
export function pagesOf({ busiestUser, busiestAddressKey, sample }: SiteFacts, asks: number): BenchPage[] {
  const step = Math.max(1, Math.floor(sample.length / asks));
  const picked = sample.filter((_, i) => i % step === 0).slice(0, asks);
  const users = picked.map(([, , user]) => user);
  const addresses = picked.map(([, , , key]) => textOfKey(key));
  const busiestAddress = textOfKey(busiestAddressKey);
  const same = <T>(one: T, times = Math.ceil(asks / 4)): T[] => Array.from({ length: times }, () => one);
  const find = (...fields: [string, string][]) => ({ to: '/find', fields });
  const wider = (bits: { 4: number; 6: number }) =>
    addresses.map((ip) => find(['range', `${ip}/${ip.includes(':') ? bits[6] : bits[4]}`]));
  return [
    { title: 'start', asks: same('', asks) },
    { title: 'user', asks: users.map((user) => find(['user', user])) },
    { title: 'user, the busiest', asks: same(find(['user', busiestUser])) },
    { title: 'address', asks: addresses.map((ip) => find(['range', ip])) },
    { title: 'address, the busiest', asks: same(find(['range', busiestAddress])) },
    { title: 'range, /24 and /64', asks: wider({ 4: 24, 6: 64 }) },
    { title: 'range, /16 and /32', asks: wider({ 4: 16, 6: 32 }) },
    {
      title: 'range, the widest and busiest',
      asks: WIDEST_RANGES.flatMap((range) => same(find(['range', range]), Math.ceil(asks / 20))),
    },
    {
      title: 'entity',
      asks: picked.map(([, , , , , type, id]) => find(['q', `${type} ${id}`])),
    },
    {
      title: 'compare, 2 accounts',
      asks: users.map((user, i) => find(['with', user], ['with', `${i + 1}`])),
    },
    {
      title: 'compare, 10, with the busiest',
      asks: users.map((_, i) =>
        find(
          ...[busiestUser, ...users.slice(i), ...users]
            .filter((user, at, all) => all.indexOf(user) === at)
            .slice(0, 10)
            .map((user): [string, string] => ['with', user]),
        ),
      ),
    },
    { title: 'blocks, 500 in force', asks: same('/blocks', asks) },
    { title: 'lookups', asks: same('/lookups', asks) },
    { title: 'lookups, searched', asks: same({ to: '/lookups', fields: [] }, asks) },
    { title: 'retention', asks: same('/retention', asks) },
  ];
}
