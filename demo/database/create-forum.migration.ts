import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const ID: TableColumnOptions = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
};
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: `${length}`,
});
const time = (name: string): TableColumnOptions => ({ name, type: 'bigint' });

/** The forum's own tables, in words that PostgreSQL, MariaDB and SQLite share. */
const TABLES: Record<string, TableColumnOptions[]> = {
  account: [
    { ...varchar('name', 30), isUnique: true },
    varchar('passwordHash', 200),
    { name: 'moderator', type: 'boolean' },
    time('createdAt'),
  ],
  category: [varchar('name', 60)],
  thread: [
    integer('categoryId'),
    integer('authorId'),
    varchar('title', 120),
    text('text'),
    time('createdAt'),
  ],
  post: [
    integer('threadId'),
    integer('authorId'),
    text('text'),
    time('createdAt'),
    { ...time('editedAt'), isNullable: true },
  ],
  poll: [
    integer('threadId'),
    integer('authorId'),
    varchar('question', 200),
    text('choices'),
    time('createdAt'),
  ],
  attachment: [
    integer('threadId'),
    integer('authorId'),
    varchar('name', 200),
    integer('bytes'),
    varchar('storedAs', 36),
    time('createdAt'),
  ],
};

export class CreateForum1795392000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      const indices = columns
        .filter((column) => column.name === 'threadId' || column.name === 'categoryId')
        .map((column) => ({ columnNames: [column.name] }));
      await queryRunner.createTable(new Table({ name, columns: [ID, ...columns], indices }));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES).toReversed()) await queryRunner.dropTable(name);
  }
}
