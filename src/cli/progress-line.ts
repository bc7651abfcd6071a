const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 10_000;

/** How far a long task has come: a bar with rate and time left on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  private startedAt = performance.now();
  private shownAt = 0;
  private title = '';

  constructor(private readonly out: NodeJS.WriteStream) {}

  /** @param expected `null` where nobody has counted */
  show(title: string, done: number, expected: number | null): void {
    const now = performance.now();
    if (title !== this.title) {
      this.title = title;
      this.startedAt = now;
      this.shownAt = now - (this.out.isTTY ? REDRAW_MS : 0);
    }
    if (now - this.shownAt < (this.out.isTTY ? REDRAW_MS : PLAIN_LINE_MS)) return;
    this.shownAt = now;
    const text = describe(title, done, expected, (now - this.startedAt) / 1000);
    this.out.write(this.out.isTTY ? `\r\x1b[K${bar(done, expected)}${text}` : `${text}\n`);
  }

  /** Takes the bar away, so that what follows stands on a line of its own. */
  clear(): void {
    if (this.out.isTTY && this.title !== '') this.out.write('\r\x1b[K');
  }
}

function bar(done: number, expected: number | null): string {
  if (expected === null) return '';
  const filled = Math.min(BAR_WIDTH, Math.round((done / Math.max(expected, 1)) * BAR_WIDTH));
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} `;
}

function describe(title: string, done: number, expected: number | null, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  const count = (n: number) => n.toLocaleString('en');
  const text = `${title}: ${count(done)}${expected === null ? '' : ` of ${count(expected)}`}, ${count(Math.round(rate))} a second`;
  if (expected === null || done === 0) return text;
  return `${text}, ${duration(Math.max(0, expected - done) / rate)} left`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
