/** What the console refuses by itself: an HTTP status and a sentence for staff. */
export class ConsoleRefusal extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'ConsoleRefusal';
  }
}
