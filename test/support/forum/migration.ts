import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { FORUM_ENTITIES } from './entities.js';

/** The forum's own tables, as its entities declare them. */
export class CreateForum1700000000000 implements MigrationInterface {
  readonly name = 'CreateForum1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    const { driver } = runner.connection;
    for (const entity of FORUM_ENTITIES) {
      await runner.createTable(Table.create(runner.connection.getMetadata(entity), driver));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const entity of FORUM_ENTITIES)
      await runner.dropTable(runner.connection.getMetadata(entity).tablePath);
  }
}
