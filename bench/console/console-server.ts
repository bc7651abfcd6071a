import type { AddressInfo } from 'node:net';
import { type CanActivate, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule } from 'nest-audit-trail';
import { AuditTrailConsoleModule } from 'nest-audit-trail/console';
import type { DataSourceOptions } from 'typeorm';

const everybody: CanActivate = { canActivate: () => true };
const PATH = 'staff/audit-trail';
const ALL = { investigate: true, seeAddresses: true, block: true, seeLookups: true };

export interface ConsoleServer {
  readonly app: INestApplication;
  /** Where the console is. */
  readonly url: URL;
}

/** An application with the trail and its console, behind a real HTTP server; who asks says so in a header. */
export async function startConsole(connection: DataSourceOptions): Promise<ConsoleServer> {
  const imports = [
    TypeOrmModule.forRoot({
      ...connection,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({
      prune: false,
      maxLookupsPerDay: 1_000_000,
      describeUsers: (ids) =>
        Promise.resolve(new Map(ids.map((id) => [id, { name: `Member ${id}`, createdAt: new Date(0) }]))),
    }),
    AuditTrailConsoleModule.register({
      path: PATH,
      guards: [everybody],
      staff: ({ headers }) => ({ staffId: headers['x-staff'], timeZone: 'Europe/Berlin' }),
      can: () => ALL,
    }),
  ];
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const app = await NestFactory.create({ module: class BenchConsole {}, imports }, new ExpressAdapter(), {
    logger: ['error', 'warn'],
  });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  return { app, url: new URL(`http://127.0.0.1:${port}/${PATH}`) };
}
