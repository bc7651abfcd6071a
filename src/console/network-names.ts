import { createHash } from 'node:crypto';
import { SAY } from './sentences.js';
import type { NamedNetwork } from './pages/view.js';

/**
 * What networks are called on one page. Who may see addresses sees them; for others they are A, B, C in an order that
 * was drawn at random for the investigation, so that a letter says nothing about the address, and is another one the
 * next time.
 */
export class NetworkNames {
  private readonly letters: ReadonlyMap<string, string>;

  /**
   * @param networks all that the page may name, in any order
   * @param seed drawn at random when the page was looked up: the page reads the same when it is loaded again
   */
  constructor(
    networks: Iterable<string>,
    seed: string,
    private readonly showsAddresses: boolean,
  ) {
    const all = [...new Set(networks)];
    const dealt = shuffled(all.length, seed);
    this.letters = new Map(all.map((network, i) => [network, letterOf(dealt[i] ?? i)]));
  }

  of(network: string): NamedNetwork {
    if (this.showsAddresses) return { name: network, range: network };
    const letter = this.letters.get(network);
    return { name: letter === undefined ? SAY.hiddenAddress : SAY.network(letter), range: null };
  }
}

/** The numbers from 0 on, in an order that the seed alone decides. */
function shuffled(length: number, seed: string): number[] {
  const numbers = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const drawn = createHash('sha256').update(`${seed} ${i}`).digest().readUIntBE(0, 6);
    const other = drawn % (i + 1);
    [numbers[i], numbers[other]] = [numbers[other] ?? 0, numbers[i] ?? 0];
  }
  return numbers;
}

/** A to Z, then AA, AB. */
function letterOf(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
