const BAR_WIDTH = 30;
const REDRAW_MS = 100;
const PLAIN_LINES = 10;

/** A bar on a terminal, a line now and then elsewhere. */
export class Progress {
  private readonly startedAt = Date.now();
  private readonly onTerminal: boolean;
  private done = 0;
  private drawnAt = 0;

  constructor(
    private readonly total: number,
    private readonly out: NodeJS.WriteStream,
  ) {
    this.onTerminal = out.isTTY;
  }

  get seconds(): number {
    return (Date.now() - this.startedAt) / 1_000;
  }

  step(): void {
    this.done++;
    if (this.onTerminal) this.draw();
    else if (this.done % Math.ceil(this.total / PLAIN_LINES) === 0) this.out.write(`${this.text()}\n`);
  }

  end(): void {
    if (this.onTerminal) this.out.write(`\r\x1b[K`);
  }

  private draw(): void {
    if (Date.now() - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = Date.now();
    const filled = Math.round((this.done / this.total) * BAR_WIDTH);
    this.out.write(`\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${this.text()}`);
  }

  private text(): string {
    const rate = this.done / Math.max(this.seconds, 0.001);
    const left = Math.ceil((this.total - this.done) / rate);
    const n = (count: number) => count.toLocaleString('en');
    return `${n(this.done)} of ${n(this.total)} requests, ${n(Math.round(rate))} a second, ${left} s left`;
  }
}
