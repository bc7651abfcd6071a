import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { UserDescription } from '../../../src/index.js';
import { type AuditTrailConsoleOptions, AuditTrailConsoleModule } from '../../../src/console/index.js';
import type { Forum, ForumSettings } from '../../support/forum/world.js';
import { type Answer, send, type SendOptions } from '../../support/http-client.js';

/** Staff say who they are in a header; `seeLookups` and the like in another. */
@Injectable()
export class HeaderGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    if (headers['x-staff'] === undefined) throw new ForbiddenException('Staff only.');
    return true;
  }
}

export const PATH = 'staff/audit-trail';

const ALL_RIGHTS = 'investigate seeAddresses block seeLookups';

/** The console of the tests, behind the header. */
export const consoleOf = (options: Partial<AuditTrailConsoleOptions> = {}) =>
  AuditTrailConsoleModule.register({
    path: PATH,
    guards: [HeaderGuard],
    staff: ({ headers }: { headers: Record<string, string> }) =>
      headers['x-staff'] === 'nobody'
        ? null
        : { staffId: headers['x-staff'] ?? '', timeZone: headers['x-zone'] },
    can: ({ headers }: { headers: Record<string, string> }) =>
      Object.fromEntries((headers['x-can'] ?? ALL_RIGHTS).split(' ').map((right) => [right, true])),
    ...options,
  });

/** Users are called `Name of 7`; `boss` is staff. */
const describeUsers = (ids: string[]): Promise<Map<string, UserDescription>> =>
  Promise.resolve(new Map(ids.map((id) => [id, { name: `Name of ${id}`, staff: id === 'boss' }])));

export const consoleSettings = (settings: ForumSettings = {}): ForumSettings => ({
  ...settings,
  trail: { describeUsers, maxLookupsPerDay: 10_000, ...(settings.trail as object) },
  imports: [consoleOf(), ...(settings.imports ?? [])],
});

/** A staff member with a browser: keeps cookies, sends tokens, follows to where it is sent. */
export class StaffMember {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly forum: Pick<Forum, 'url'>,
    private readonly headers: Record<string, string> = {},
    private readonly base = `/${PATH}`,
  ) {}

  get(path = '', options: SendOptions = {}): Promise<Answer> {
    return this.send(path, options);
  }

  /** Sends a form with the token of the start page, and does not follow. */
  async post(path: string, fields: Record<string, string | string[]>, options: SendOptions = {}) {
    const token = await this.token();
    return this.postWith({ token, ...fields }, path, options);
  }

  postWith(
    fields: Record<string, string | string[]>,
    path: string,
    options: SendOptions = {},
  ): Promise<Answer> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
    ).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
    return this.send(path, { ...options, method: 'POST', body, headers });
  }

  /** Looks something up and opens its page. */
  async find(fields: Record<string, string | string[]>): Promise<Answer> {
    const sent = await this.post('/find', { reason: 'two accounts, one voice', ...fields });
    if (sent.status !== 303) return sent;
    return this.get(`/${sent.headers.location ?? ''}`);
  }

  async token(): Promise<string> {
    const { text } = await this.get();
    return tokenIn(text);
  }

  private async send(path: string, options: SendOptions): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(this.forum.url, {
      ...options,
      path: `${this.base}${path}`,
      headers: { 'x-staff': 'boss', ...(cookie && { cookie }), ...this.headers, ...options.headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=', 2);
      this.cookies.set(name, value);
    }
    return answer;
  }
}

function tokenIn(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
}
