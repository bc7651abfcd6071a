import type { AddressInfo } from 'node:net';
import { afterAll, describe } from '@jest/globals';
import {
  type DynamicModule,
  type INestApplication,
  type LoggerService,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { LogLines } from './logs.js';

export { open, send, type Answer } from './http-client.js';

export type HttpServerKind = 'express' | 'fastify';

/**
 * The server's own trust setting: everybody, the addresses of proxies (`loopback`, `10.0.0.0/8`), or a function of an
 * address and its distance. No number of hops: Fastify trusts nobody then.
 */
export type TrustProxy = boolean | string | string[] | ((address: string, hop: number) => boolean);

export interface StartOptions {
  readonly trustProxy?: TrustProxy;
  /** Called with the application before it initialises: global prefixes, pipes, interceptors, middleware. */
  readonly before?: (app: INestApplication) => void | Promise<void>;
  /** Replaces providers; the application is then made by `@nestjs/testing`, otherwise by `NestFactory`. */
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Default: the `logs` of what is returned. */
  readonly logger?: LoggerService;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

export interface RunningApplication {
  readonly app: INestApplication;
  /** Without a slash at the end. */
  readonly url: string;
  /** Everything that was logged since the start, unless a `logger` was given. */
  readonly logs: LogLines;
  readonly close: () => Promise<void>;
}

export interface TestHttpServer {
  readonly kind: HttpServerKind;
  /** Starts an application that listens on a free port; rejects as `NestFactory.create` or `listen` would. */
  readonly create: (
    module: ModuleMetadata | Type | DynamicModule,
    options?: StartOptions,
  ) => Promise<RunningApplication>;
}

const HTTP_SERVERS: readonly (readonly [HttpServerKind, string])[] = [
  ['express', 'Express'],
  ['fastify', 'Fastify'],
];

/** The same tests once on Express and once on Fastify; what a test leaves running is closed after the block. */
export function describeEachHttpServer(title: string, tests: (server: TestHttpServer) => void): void {
  for (const [kind, name] of HTTP_SERVERS) {
    describe(`${title}, on ${name}`, () => {
      const running = new Set<RunningApplication>();

      afterAll(async () => {
        await Promise.all([...running].map((application) => application.close()));
      });

      tests({
        kind,
        create: async (module, options) => {
          const application = await startApplication(kind, module, options);
          running.add(application);
          return application;
        },
      });
    });
  }
}

/** As `server.create`, for tests that need one server only; the caller closes it. */
export async function startApplication(
  kind: HttpServerKind,
  module: ModuleMetadata | Type | DynamicModule,
  options: StartOptions = {},
): Promise<RunningApplication> {
  const logs = new LogLines();
  const app = await createApplication(
    asModule(module),
    adapterOf(kind, options.trustProxy),
    options,
    options.logger ?? logs,
  );
  try {
    await options.before?.(app);
    await app.listen(0, options.host ?? '127.0.0.1');
  } catch (error) {
    // What has been started so far, a database connection for one, would keep the test run alive.
    await app.close().catch(() => undefined);
    throw error;
  }
  const httpServer: { address(): AddressInfo } = app.getHttpServer();
  const { address, family, port } = httpServer.address();
  let closing: Promise<void> | undefined;
  return {
    app,
    logs,
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () => (closing ??= app.close()),
  };
}

function adapterOf(kind: HttpServerKind, trustProxy: TrustProxy | undefined): AbstractHttpAdapter {
  if (kind === 'fastify') return new FastifyAdapter({ trustProxy: trustProxy ?? false });
  const adapter = new ExpressAdapter();
  if (trustProxy !== undefined) adapter.set('trust proxy', trustProxy);
  return adapter;
}

function asModule(module: ModuleMetadata | Type | DynamicModule): Type | DynamicModule {
  if (typeof module === 'function' || 'module' in module) return module;
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  return { module: class TestApplicationModule {}, ...module };
}

async function createApplication(
  module: Type | DynamicModule,
  adapter: AbstractHttpAdapter,
  { override }: StartOptions,
  logger: LoggerService,
): Promise<INestApplication> {
  if (override === undefined) return NestFactory.create(module, adapter, { abortOnError: false, logger });
  const testing = await override(Test.createTestingModule({ imports: [module] }).setLogger(logger)).compile();
  return testing.createNestApplication(adapter, { abortOnError: false, logger });
}
