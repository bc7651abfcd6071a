import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ProgressLine } from '../../src/cli/progress-line.js';

/** What a terminal, or a file, is given. */
function lineOn(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { line: new ProgressLine(out as unknown as NodeJS.WriteStream), written };
}

const CLEAR = '\r\x1b[K';

describe('the progress of a long task', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());
  const pass = (ms: number) => jest.advanceTimersByTime(ms);

  it('is a bar on a terminal, drawn ten times a second at the most', () => {
    const { line, written } = lineOn(true);
    line.show('entries', 0, 1_000);
    pass(99);
    line.show('entries', 100, 1_000);
    pass(1);
    line.show('entries', 250, 1_000);
    expect(written).toEqual([
      `${CLEAR}${'░'.repeat(24)} entries: 0 of 1,000, 0 a second`,
      `${CLEAR}${'█'.repeat(6)}${'░'.repeat(18)} entries: 250 of 1,000, 2,500 a second, 1 s left`,
    ]);
  });

  it('begins anew with each task, and is full where more came than were counted', () => {
    const { line, written } = lineOn(true);
    line.show('entries', 5, 10);
    line.show('lookups', 12, 10);
    expect(written).toHaveLength(2);
    expect(written[1]).toMatch(/█{24} lookups: 12 of 10, .*, 0 s left$/);
  });

  it('has no bar where nobody has counted', () => {
    const { line, written } = lineOn(true);
    line.show('entries', 0, null);
    pass(2_000);
    line.show('entries', 3_000, null);
    expect(written).toEqual([`${CLEAR}entries: 0, 0 a second`, `${CLEAR}entries: 3,000, 1,500 a second`]);
  });

  it.each([
    [60, 100, '40 s'],
    [60, 151, '2 min'],
    [60, 10_000, '2.8 h'],
    [60, 5_000, '83 min'],
    [60, 50_000, '13.9 h'],
  ])('says in words that people use how long %i of %i still take', (done, expected, left) => {
    const { line, written } = lineOn(true);
    line.show('entries', 0, expected);
    pass(done * 1_000);
    line.show('entries', done, expected);
    expect(written[1]).toMatch(new RegExp(`, 1 a second, ${left} left$`));
  });

  it('is a line now and then where nobody watches', () => {
    const { line, written } = lineOn(false);
    line.show('entries', 0, 100);
    pass(9_999);
    line.show('entries', 50, 100);
    expect(written).toEqual([]);
    pass(1);
    line.show('entries', 60, 100);
    expect(written).toEqual(['entries: 60 of 100, 6 a second, 7 s left\n']);
    line.clear();
    expect(written).toHaveLength(1);
  });

  it('is taken away from a terminal on which it stands, and only then', () => {
    const { line, written } = lineOn(true);
    line.clear();
    expect(written).toEqual([]);
    line.show('entries', 0, null);
    line.clear();
    expect(written.at(-1)).toBe(CLEAR);
  });
});
