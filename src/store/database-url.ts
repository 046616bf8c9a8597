const POSTGRES = new Set(['postgres:', 'postgresql:']);

/** Whether a URL names a database of PostgreSQL. */
export function isPostgres(databaseUrl: string): boolean {
  return URL.canParse(databaseUrl) && POSTGRES.has(new URL(databaseUrl).protocol);
}

/**
 * A database as messages and logs may name it, such as `postgres://db.example:5432/uwlr`: without user, password and parameters, which may
 * hold a password too.
 */
export function shownUrl(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'the database of UWLR_DATABASE_URL';
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
}
