/** What is used of `pg`'s client and of its connection. */
interface PgClient {
  query(submittable: object): unknown;
}
interface PgConnection {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  readonly stream: { readonly writableNeedDrain: boolean; once(event: 'drain', done: () => void): void };
}

/** COPY ... FROM STDIN over `pg`'s own protocol, no faster than the server reads. */
export function copyIntoPostgres(client: PgClient, sql: string, chunks: Iterable<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    const send = async (connection: PgConnection): Promise<void> => {
      for (const chunk of chunks) {
        connection.sendCopyFromChunk(Buffer.from(chunk));
        if (connection.stream.writableNeedDrain)
          await new Promise<void>((done) => connection.stream.once('drain', done));
      }
      connection.endCopyFrom();
    };
    client.query({
      submit: (connection: PgConnection) => connection.query(sql),
      handleCopyInResponse: (connection: PgConnection) => void send(connection).catch(reject),
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => {
        failure = error;
        reject(error);
      },
      handleReadyForQuery: () => (failure === null ? resolve() : undefined),
    });
  });
}
