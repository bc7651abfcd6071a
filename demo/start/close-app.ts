import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';

const LOOK_AGAIN_MS = 50;
const GIVE_UP_MS = 5_000;

/** Lets requests under way finish; kept-alive connections end as soon as nothing is going on in them. */
export async function closeApp(app: NestExpressApplication): Promise<void> {
  const server: Server = app.getHttpServer();
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_AGAIN_MS);
  const all = setTimeout(() => server.closeAllConnections(), GIVE_UP_MS);
  await app.close();
  clearInterval(idle);
  clearTimeout(all);
}
