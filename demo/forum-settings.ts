import type { TypeOrmModuleOptions } from '@nestjs/typeorm';

/** What differs between one forum and another; the class is its own injection token. */
export class ForumSettings {
  /** Where the forum keeps its tables. */
  readonly database: TypeOrmModuleOptions;
  /** An existing folder for uploaded files. */
  readonly attachments: string;
  /** Signs sessions. */
  readonly secret: string;

  constructor(settings: { database: TypeOrmModuleOptions; attachments: string; secret: string }) {
    this.database = settings.database;
    this.attachments = settings.attachments;
    this.secret = settings.secret;
  }
}
