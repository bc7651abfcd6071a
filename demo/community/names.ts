const FIRST = [
  'anna', 'ben', 'clara', 'david', 'elena', 'felix', 'greta', 'hugo', 'ida', 'jonas', 'karla', 'leo', 'mia', 'noah',
  'olga', 'paul', 'rosa', 'samir', 'tilda', 'victor', 'wanda', 'yusuf', 'zoe',
];
const SECOND = [
  'apfel', 'birch', 'comet', 'delta', 'ember', 'falcon', 'garnet', 'harbor', 'indigo', 'juniper', 'kestrel', 'lantern',
  'meadow', 'nimbus', 'orchid', 'pebble', 'quill', 'raven', 'sparrow', 'thistle',
];

/** A name that a member might have taken, another one for each number. */
export function nameOf(number: number): string {
  const first = FIRST[number % FIRST.length] ?? '';
  const second = SECOND[Math.floor(number / FIRST.length) % SECOND.length] ?? '';
  const round = Math.floor(number / (FIRST.length * SECOND.length));
  return `${first}.${second}${round === 0 ? '' : round}`;
}
