import * as fc from 'fast-check';

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
const ipv4 = octets.map((parts) => parts.join('.'));

/** Zeros are as frequent as in real addresses, so that `::` has something to stand for. */
const group = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xf }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
);
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

interface Spelling {
  readonly capitals: boolean;
  readonly leadingZeros: boolean;
  readonly dotted: boolean;
  /** Which run of zeros is written as `::`, if there is one. */
  readonly gap: number;
  readonly zone: string;
}

const spelling: fc.Arbitrary<Spelling> = fc.record({
  capitals: fc.boolean(),
  leadingZeros: fc.boolean(),
  dotted: fc.boolean(),
  gap: fc.nat(8),
  zone: fc.constantFrom('', '', '', '%eth0', '%1'),
});

/** Writes an address the way somebody might: any zero run or none shortened, capitals, leading zeros, dotted end. */
function spelled(words: readonly number[], { capitals, leadingZeros, dotted, gap }: Spelling): string {
  const hex = words.map((word) => word.toString(16).padStart(leadingZeros ? 4 : 1, '0'));
  const [high = 0, low = 0] = words.slice(6);
  const parts = dotted
    ? [...hex.slice(0, 6), [high >> 8, high & 255, low >> 8, low & 255].join('.')]
    : [...hex];
  const zeros = parts.map((part) => /^0+$/.test(part));
  const start = zeros.findIndex((zero, i) => zero && i >= gap);
  const text = start === -1 ? parts.join(':') : shortened(parts, zeros, start);
  return capitals ? text.toUpperCase() : text;
}

function shortened(parts: readonly string[], zeros: readonly boolean[], start: number): string {
  const after = zeros.findIndex((zero, i) => i > start && !zero);
  const end = after === -1 ? parts.length : after;
  return `${parts.slice(0, start).join(':')}::${parts.slice(end).join(':')}`;
}

/** `::ffff:0:0/96` is IPv4, however few bits of it a range has. */
const isMapped = (words: readonly number[]) => words.slice(0, 6).join() === '0,0,0,0,0,65535';
const anyIpv6 = fc
  .tuple(groups, spelling)
  .filter(([words]) => !isMapped(words))
  .map(([words, how]) => ({ words, how }));
const mappedIpv6 = fc.tuple(group, group, spelling).map(([high, low, how]) => ({
  words: [0, 0, 0, 0, 0, 0xffff, high, low],
  how,
}));
const ipv6 = fc.oneof({ weight: 3, arbitrary: anyIpv6 }, { weight: 1, arbitrary: mappedIpv6 });

/** IPv4, IPv6 in every spelling, mapped IPv4, zones. */
export const addressText: fc.Arbitrary<string> = fc.oneof(
  ipv4,
  ipv6.map(({ words, how }) => spelled(words, how) + how.zone),
);

/** A range; `bits` counts in the family that the address is of, mapped IPv4 being IPv4. */
export const cidrText: fc.Arbitrary<{ address: string; bits: number; cidr: string }> = fc.oneof(
  fc
    .tuple(ipv4, fc.integer({ min: 0, max: 32 }))
    .map(([address, bits]) => ({ address, bits, cidr: `${address}/${bits}` })),
  fc.tuple(anyIpv6, fc.integer({ min: 0, max: 128 })).map(([{ words, how }, bits]) => {
    const address = spelled(words, how);
    return { address, bits, cidr: `${address}/${bits}` };
  }),
  fc.tuple(mappedIpv6, fc.integer({ min: 0, max: 32 })).map(([{ words, how }, bits]) => {
    const address = spelled(words, how);
    return { address, bits, cidr: `${address}/${bits + 96}` };
  }),
);

/** An address with one character put in, taken out or replaced. */
export const nearlyAddressText: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      ipv4,
      ipv6.map(({ words, how }) => spelled(words, how)),
    ),
    fc.nat(),
    fc.constantFrom(...Array.from('0123456789abcdefg:. /-x[]'), ''),
    fc.integer({ min: 0, max: 1 }),
  )
  .map(([text, where, character, taken]) => {
    const at = where % (text.length + 1);
    return text.slice(0, at) + character + text.slice(at + taken);
  });
