import { Readable } from 'node:stream';

/** A form is read up to here; lists of blocks are the longest. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The fields of a form, whatever the application made of the body before. */
export class Form {
  private constructor(private readonly fields: ReadonlyMap<string, readonly string[]>) {}

  /** @param body what a parser of the application left: an object, text, bytes, or nothing where none has run */
  static async of(body: unknown, request: object): Promise<Form> {
    if (typeof body === 'string') return ofText(body);
    if (body instanceof Uint8Array) return ofText(Buffer.from(body).toString('utf8'));
    if (typeof body === 'object' && body !== null)
      return new Form(new Map(Object.entries(body).map(fieldOf)));
    return request instanceof Readable && !request.readableEnded ? ofText(await textOf(request)) : ofText('');

    function ofText(text: string): Form {
      const parameters = new URLSearchParams(text);
      return new Form(new Map([...parameters.keys()].map((name) => [name, parameters.getAll(name)])));
    }
  }

  /** Without outer spaces; empty where there is no such field. */
  text(name: string): string {
    return this.fields.get(name)?.[0]?.trim() ?? '';
  }

  all(name: string): string[] {
    return (this.fields.get(name) ?? []).map((value) => value.trim()).filter((value) => value !== '');
  }
}

function fieldOf([name, value]: [string, unknown]): [string, string[]] {
  const values = Array.isArray(value)
    ? value
    : typeof value === 'object'
      ? Object.values(value ?? {})
      : [value];
  return [name, values.filter((one) => typeof one === 'string')];
}

async function textOf(request: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk as Uint8Array);
    bytes += buffer.length;
    if (bytes > MOST_BYTES) break;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
