import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { BENCH_ENTITIES } from './entities.js';

/** The benchmark's own tables. */
export class CreateBench1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { dataSource } = runner;
    for (const entity of BENCH_ENTITIES) {
      await runner.createTable(Table.create(dataSource.getMetadata(entity), dataSource.driver));
    }
  }

  async down(): Promise<void> {}
}
