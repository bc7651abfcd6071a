import { Agent, request } from 'node:http';

/** What came back, and how long it took until its last byte was here. */
export interface Visited {
  readonly status: number;
  readonly location: string | null;
  readonly body: Buffer;
  readonly ms: number;
}

/** A staff member with a browser and a connection that stays. */
export class Visit {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private token = '';

  constructor(
    private readonly console: URL,
    private readonly staffId: string,
  ) {}

  get(path: string): Promise<Visited> {
    return this.send('GET', path);
  }

  /** Sends a form with its token. */
  async post(path: string, fields: readonly (readonly [string, string])[]): Promise<Visited> {
    this.token ||= /name="token" value="([^"]+)"/.exec((await this.get('')).body.toString())?.[1] ?? '';
    const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
    form.set('token', this.token);
    return this.send('POST', path, form.toString());
  }

  leave(): void {
    this.agent.destroy();
  }

  private send(method: 'GET' | 'POST', path: string, form?: string): Promise<Visited> {
    const headers = {
      'x-staff': this.staffId,
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const sent = request(this.console.href + path, { method, agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? null,
            body: Buffer.concat(chunks),
            ms: performance.now() - began,
          }),
        );
      });
      sent.on('error', reject);
      sent.end(form);
    });
  }
}
