import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { ForumSettings } from './forum-settings.js';

export async function createApp(settings: ForumSettings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.on(settings), {
    logger: ['error', 'warn'],
    abortOnError: false,
    return503OnClosing: true,
  });
  // One proxy stands before the forum, and its word is taken for one hop: the last address in X-Forwarded-For, which
  // the proxy wrote itself. `true` would take the first one, which any client can make up. Without a proxy this line
  // has to go, or clients write the last address too; that is why the demo listens on this machine only.
  app.set('trust proxy', 1);
  app.disable('x-powered-by');
  return app;
}
