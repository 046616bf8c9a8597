import { createHash } from 'node:crypto';
import type { AnyQuery, Value } from '../sql/query.js';
import { postgresDialect } from './postgres-words.js';

/** A statement as PostgreSQL takes it. */
export interface Statement {
  /** Under which each connection keeps it prepared: by its text, so that two nodes agree behind one pooler. */
  readonly name: string;
  readonly text: string;
  readonly isCells: boolean;
  /** Names of the parameters, in the order of their numbers. */
  readonly parameters: readonly string[];
}

const known = new WeakMap<AnyQuery, Statement>();

/** Texts in quotes, and parameters. A colon or an operator with `@` is not among what the shared SQL uses. */
const PARTS = /'(?:[^']|'')*'|"[^"]*"|@(\w+)/g;

/** The statement of a query; made once. */
export function statementOf(query: AnyQuery): Statement {
  let statement = known.get(query);
  if (statement === undefined) {
    statement = compile(query.text(postgresDialect().words), query.isCells);
    known.set(query, statement);
  }
  return statement;
}

/** Gives each `@name` its number. */
export function compile(text: string, isCells = false): Statement {
  const parameters: string[] = [];
  const numbered = text.replace(PARTS, (part, name: string | undefined) => {
    if (name === undefined) return part;
    const at = parameters.indexOf(name);
    return `$${at === -1 ? parameters.push(name) : at + 1}`;
  });
  return { name: createHash('sha256').update(numbered).digest('hex').slice(0, 32), text: numbered, isCells, parameters };
}

/** The values of a statement as PostgreSQL takes them: text, or bytes as they are. Throws for one that is absent. */
export function boundValues({ parameters, text }: Statement, values: unknown): readonly (string | Buffer | null)[] {
  const named = (values ?? {}) as Readonly<Record<string, Value | undefined>>;
  return parameters.map((name) => {
    const value = named[name];
    if (value === undefined) throw new Error(`the parameter ${name} of a statement is absent: ${text}`);
    return bound(value);
  });
}

function bound(value: Value): string | Buffer | null {
  if (value === null) return null;
  if (typeof value === 'string') return kept(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return Array.isArray(value) ? arrayOf(value) : String(value);
}

/**
 * A text as it is kept: no text of PostgreSQL holds U+0000, and a statement with one fails. It becomes what the half of a pair of surrogates
 * becomes in each database, so that a message that holds one is stored, and who asks for an id with one finds nothing. Documents, as JSON,
 * hold it as an escape.
 */
function kept(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

/** A list as the text of an array. */
export function arrayOf(list: readonly (string | number | bigint | Uint8Array | null)[]): string {
  return `{${list.map(element).join(',')}}`;
}

function element(value: string | number | bigint | Uint8Array | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return `"${kept(value).replace(/["\\]/g, '\\$&')}"`;
  return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`;
}
