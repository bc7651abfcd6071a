import {
  AuditLog,
  AuditLogModule,
  Auditable,
  createAuditContextMiddleware,
} from '@nest-toolbox/typeorm-audit-log';
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { AuditingEntity, AuditingSubscriber } from 'typeorm-auditing';

/** A row that a route saves; decorators are called by hand, since no compiler stands between. */
function threadEntity(name) {
  // oxlint-disable-next-line typescript/no-extraneous-class -- its decorator is called below
  const Thread = { [name]: class {} }[name];
  PrimaryGeneratedColumn()(Thread.prototype, 'id');
  Column({ type: 'varchar', length: 200 })(Thread.prototype, 'title');
  Entity()(Thread);
  return Thread;
}

/** Audited by nobody. */
export const BareThread = threadEntity('BareThread');

/** Each as its own page says, and where that does not start or leaves the user out, mended in the way that is named. */
export const PEERS = {
  'typeorm-audit-log': () => {
    const Thread = threadEntity('Thread');
    Auditable()(Thread);
    return {
      Thread,
      Entry: AuditLog,
      entities: [Thread, AuditLog],
      subscribers: [],
      // Its module asks for `Function`, since the type of the DataSource was erased from its metadata.
      imports: [AuditLogModule.forRoot()],
      providers: [{ provide: Function, useExisting: DataSource }],
      // Its own middleware cannot be made by Nest either, and runs before guards, when nobody is signed in yet.
      middleware: createAuditContextMiddleware((request) => ({
        userId: request.headers['x-user'],
        ip: request.socket.remoteAddress,
      })),
    };
  },
  'typeorm-auditing': () => {
    const Thread = threadEntity('Thread');
    // oxlint-disable-next-line typescript/no-extraneous-class -- its decorator is called below
    const Entry = class ThreadHistory {};
    AuditingEntity(Thread)(Entry);
    return {
      Thread,
      Entry,
      entities: [Thread, Entry],
      subscribers: [AuditingSubscriber],
      imports: [],
      providers: [],
      middleware: null,
    };
  },
};
