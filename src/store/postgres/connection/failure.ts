import { StoreError, type StoreErrorCode } from '../../store-error.js';

/** What stands in an error of PostgreSQL or of the connection to it, by shape. */
interface Said {
  readonly code: string;
  readonly table: string;
  readonly constraint: string;
}

function said(error: unknown): Said {
  const of = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { code: text(of['code']), table: text(of['table']), constraint: text(of['constraint']) };
}

/** A transaction that the database gave up in favour of another one: the same may be tried again at once. */
export function isGivenUp(error: unknown): boolean {
  const { code } = said(error);
  return code === '40001' || code === '40P01';
}

/** A lock that was not to be had in the time that is given for it. */
export function isLocked(error: unknown): boolean {
  return said(error).code === '55P03';
}

/** An answer of the database that it did not do what was asked. Otherwise it did so or not: it went away, or the connection to it. */
export function isRefusal(error: unknown): boolean {
  const { code } = said(error);
  return /^[0-9A-Z]{5}$/.test(code) && !/^(?:08|25P03|57P|58|XX|E)/.test(code);
}

/** What the first that fits says. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html, and those of the system. */
const MEANINGS: readonly (readonly [RegExp, StoreErrorCode, string])[] = [
  [/^23505$/, 'duplicate', 'there is one like it'],
  [/^23503$/, 'unknown', 'something that it refers to is not there, or something refers to it'],
  [/^(?:53100|ENOSPC)$/, 'full', 'the disk of the database is full'],
  [/^(?:28P01|28000)$/, 'failed', 'the database refuses the user or the password'],
  [/^3D000$/, 'failed', 'the server has no database of this name'],
  [/^25006$/, 'io', 'the database can only be read: it is a copy that follows, or is set so'],
  [/^(?:53300|53200|53400|55P03|57014|40001|40P01)$/, 'busy', 'the database has too much to do'],
  [/^(?:57P0[1-5]|25P03|08...|58...|E[A-Z_]+)$/, 'gone', 'the database does not answer'],
  [/^XX00[12]$/, 'corrupt', 'the database is damaged'],
];
/** As node-postgres words them; its errors have no code. */
const WORDS: readonly (readonly [RegExp, StoreErrorCode, string])[] = [
  [/^timeout exceeded when trying to connect/, 'busy', 'all connections to the database are in use'],
  [/connection (?:terminated|error|ended)|client was closed|not queryable/i, 'gone', 'the connection to the database is gone'],
];

/**
 * Any error as a `StoreError`. `what` names the work in hand. What PostgreSQL itself says is not taken over, nor kept as the cause: it
 * quotes values of rows. Its code is, with the name of the table and the constraint.
 */
export function asStoreError(error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, table, constraint } = said(error);
  const words = error instanceof Error ? error.message : '';
  const meaning = code === '' ? WORDS.find(([of]) => of.test(words)) : MEANINGS.find(([of]) => of.test(code));
  const where = [table, constraint].filter((name) => name !== '').join(', ');
  const facts = [code, where].filter((fact) => fact !== '').join(': ');
  const [, name, reason] = meaning ?? [
    undefined,
    'failed' as const,
    code === '' && error instanceof Error ? error.name : 'the database refused it',
  ];
  return new StoreError(name, `${what}: ${reason}${facts === '' ? '' : ` (${facts})`}`);
}
