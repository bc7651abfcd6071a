/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type:
    | 'text/html'
    | 'text/css'
    | 'text/javascript'
    | 'text/plain'
    | 'application/json'
    | 'image/svg+xml';
  /** Where the browser goes on, as seen from the page that it asked for. */
  readonly location?: string;
  readonly cookies?: readonly string[];
  /** The name under which a browser saves it. */
  readonly fileName?: string;
}

export function see(location: string, cookies: readonly string[] = []): Answer {
  return { status: 303, body: '', type: 'text/plain', location, cookies };
}

/** Nothing from elsewhere, no framing, no inline script or style. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'";

/** What every answer carries. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
};
