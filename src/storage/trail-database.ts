import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import { DataSource } from 'typeorm';
import { AUDIT_TRAIL_DATA_SOURCE, dataSourceOf } from './data-source.token.js';
import type { Connection, DatabaseFault, Dialect, OutsideConnection } from './dialects/dialect.js';
import { dialectOf } from './dialects/dialect-of.js';
import { AUDIT_TRAIL_ENTITIES } from './entities/audit-trail-entities.js';
import { metadataOf } from './table-names.js';
import { TransactionWatch } from './transaction-watch.js';
import {
  PrivateWriterConnection,
  sharedWriterConnection,
  type WriterConnection,
} from './writer-connection.js';

/** The database that holds the trail, and the ways to it. */
@Injectable()
export class TrailDatabase {
  readonly dialect: Dialect;
  readonly transactions: TransactionWatch;

  /** @throws AuditTrailError `UNSUPPORTED_DATABASE`, or `SCHEMA_MISSING` where the data source lacks the entities */
  constructor(@Inject(AUDIT_TRAIL_DATA_SOURCE) readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    this.transactions = new TransactionWatch(dataSource);
    // Before any store asks for its own.
    for (const entity of AUDIT_TRAIL_ENTITIES) metadataOf(dataSource, entity);
  }

  /** Lends a connection to the primary from the host's pool. */
  async withConnection<T>(work: (connection: OutsideConnection) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner('master');
    try {
      return await work(await this.outside(runner));
    } finally {
      await runner.release();
    }
  }

  /** The connection of a caller's transaction. */
  async inside(runner: QueryRunner): Promise<Connection> {
    return this.dialect.inside(await runner.connect());
  }

  openWriter(): WriterConnection {
    return this.dialect.hasManyConnections
      ? new PrivateWriterConnection(this.dataSource, this.dialect)
      : sharedWriterConnection(() => this.outside(this.dataSource.createQueryRunner('master')));
  }

  owns(manager: EntityManager): boolean {
    return dataSourceOf(manager) === this.dataSource;
  }

  faultOf(error: unknown): DatabaseFault {
    return this.dialect.faultOf(error);
  }

  private async outside(runner: QueryRunner): Promise<OutsideConnection> {
    return this.dialect.outside(await runner.connect(), this.transactions.nextEnd);
  }
}
