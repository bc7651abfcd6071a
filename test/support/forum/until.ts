const PATIENCE_MS = 10_000;

/** Resolves as soon as the condition holds; rejects if it has not after ten seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A door that a handler waits at until the test opens it. */
export class Gate {
  private opened!: () => void;
  private arrived!: () => void;
  private readonly open = new Promise<void>((resolve) => (this.opened = resolve));
  /** Resolves when the handler is at the gate. */
  readonly reached = new Promise<void>((resolve) => (this.arrived = resolve));

  pass(): Promise<void> {
    this.arrived();
    return this.open;
  }

  release(): void {
    this.opened();
  }
}
