import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Who sends a request, and from where. */
export interface Sender {
  readonly ip?: string;
  readonly token?: string;
}

/** Talks to the forum as its one trusted proxy does: many clients over a few kept connections. */
export class ForumClient {
  private readonly agent: Agent;

  constructor(
    private readonly url: URL,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  get(path: string, from: Sender = {}): Promise<Answer> {
    return this.send('GET', path, from);
  }

  post(path: string, body: object, from: Sender = {}): Promise<Answer> {
    return this.send('POST', path, from, JSON.stringify(body));
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, { ip, token }: Sender, body?: string): Promise<Answer> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (ip !== undefined) headers['x-forwarded-for'] = ip;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), { method, headers, agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: jsonOf(text) }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** `undefined` for what is no JSON, such as an error page from something that is not the forum. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
