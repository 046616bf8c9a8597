import type { AuditHead, AuditSeal, AuditVerdict, AuditVerification, SealHead } from './audit-chain.js';
import { OUTCOMES } from './exchange-record.js';
import type { Page } from './page-of.js';
import { StoreError } from './store-error.js';

/** How what was asked for ended. A command that ran is `done`; an exchange has the outcome of its record. */
export const AUDIT_OUTCOMES = ['done', ...OUTCOMES, 'failed'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One action or attempted action. Never what was in it, and never a pupil, not even by a pseudonym: it outlives them. */
export interface AuditEntry {
  /** ISO instant in UTC. */
  readonly at: string;
  /** `party:<klantcode>`, `client:<klantcode>`, `role:<name>/<client>`, `cli:<os user>`, `gateway`, or `unknown`. See `auditActor`. */
  readonly actor: string;
  /** A word of our own: `school.pause`, `learners.read`, or the operation of an exchange: `BrengLeerresultaten`. */
  readonly operation: string;
  readonly outcome: AuditOutcome;
  /** Id of a known school. */
  readonly school?: string;
  /** Id of the agreement that applied. */
  readonly agreement?: string;
  /** Id of the exchange record. */
  readonly exchange?: string;
  /** What it was done to, when that is something else: the klantcode of a party, or the id of a key, token or setting. */
  readonly subject?: string;
  /** Numbers by name: `{ learners: 28 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The fields that could be in it, by standard path. */
  readonly fields?: readonly string[];
}

/** An entry as it is written: null is what it does not say. */
export type AuditContent = Pick<AuditEntry, 'at' | 'actor' | 'operation' | 'outcome' | 'counts'> &
  Readonly<Record<'school' | 'agreement' | 'exchange' | 'subject', string | null>>;

/** An entry with its place in the audit. */
export interface AuditRow extends AuditEntry {
  /**
   * From 1, over all chains: without gaps where the database has one writer. Only the order within a chain is one that is sealed: with many
   * writers an entry of another chain may appear before one that was there already.
   */
  readonly seq: number;
  /** SHA-256 over this row and the hash of the one before it in its chain, lower-case hex. */
  readonly hash: string;
}

export interface AuditQuery {
  readonly school?: string;
  readonly operation?: string;
  readonly actor?: string;
  readonly agreement?: string;
  readonly subject?: string;
  /** ISO instants: from `since` on, before `until`. */
  readonly since?: string;
  readonly until?: string;
  /** For an export: it holds all that was committed before it began. Over several chains it is no list to follow, see `Page`. */
  readonly oldestFirst?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

/** The part of the store that remembers who did what. Entries are only ever added. */
export interface AuditStore {
  /** Who writes with this store, as `AuditEntry.actor` says it. */
  readonly actor: string;
  /** Newest first, see `Page`, unless it is asked otherwise. */
  audit(query: AuditQuery): Promise<Page<AuditRow>>;
  /** For what writes nothing else, such as reading. Everything that is written has its entry in the same transaction already. */
  appendAudit(entries: readonly AuditEntry[]): Promise<void>;
  /** The last entry. */
  auditHead(): Promise<AuditHead>;
  lastSeal(): Promise<AuditSeal | undefined>;
  /**
   * Throws `StoreError('restored')` when the seal that is kept outside the database is not in the chain of seals, or a seal after it is not
   * ours: an older copy of the database was put back, or seals were removed. Keeps that there is none yet, before there is one.
   * Without `useSecret` it does nothing.
   */
  checkAuditSeals(): Promise<void>;
  /**
   * Seals what was written since the last seal, keeps the seal outside too, and gives it; undefined when nothing was. Throws as
   * `checkAuditSeals` unless `accept` says that the seal outside may be another one, and `StoreError('secret')` without `useSecret`.
   */
  sealAudit(how?: { readonly accept?: boolean }): Promise<SealHead | undefined>;
  /** Goes along all of it, as of one moment. */
  verifyAudit(how: AuditVerification): Promise<AuditVerdict>;
  /**
   * Removes for good the oldest entries, up to the first one that is not before `before` (ISO instant), with their seals. The chains
   * begin after them from then on, which an entry `audit.cut` and a seal say. Gives their number. Throws `StoreError('secret')` when
   * there are seals and no `useSecret`, and as `checkAuditSeals`.
   */
  cutAudit(before: string): Promise<number>;
}

const MOST_KNOWN = 1_000;

/** A shape of texts of which the same few come by all the time: what has it is not looked at again. */
class Shape {
  private readonly known = new Set<string>();

  constructor(private readonly expression: RegExp) {}

  fits(text: string): boolean {
    if (this.known.has(text)) return true;
    if (!this.expression.test(text)) return false;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.add(text);
    return true;
  }
}

const ACTOR = new Shape(/^(?:gateway|unknown|(?:party|client|cli):[^\p{C}]{1,128}|role:[a-z][a-z-]{0,31}\/[^\p{C}]{1,128})$/u);
const MOST_OF_NAME = 128;
const MOST_OF_ID = 200;
const WORD = new Shape(/^[A-Za-z][A-Za-z0-9.-]{0,63}$/);
const NAME = /^[^\p{C}]{1,200}$/u;
const COUNT = new Shape(/^[A-Za-z][A-Za-z0-9]{0,31}$/);
const PATH = /^[A-Za-z_][A-Za-z0-9_.:@/-]{0,199}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Who, as the audit says it. `name` is a klantcode, a client or a user of the system; characters that print nothing become `_`. */
export function auditActor(kind: 'party' | 'client' | 'cli', name: string): string {
  return `${kind}:${printable(name)}`;
}

/** As `auditActor`, for somebody in a role. */
export function auditRole(role: string, client: string): string {
  return `role:${role}/${printable(client)}`;
}

function printable(name: string): string {
  if (name.length > 0 && name.length <= MOST_OF_NAME && isPlain(name)) return name;
  return [...name.replace(/\p{C}/gu, '_')].slice(0, MOST_OF_NAME).join('') || '_';
}

/** Throws `StoreError('failed')` that names the part, other than `fields`, that has not the shape which keeps texts of people out. */
export function checkAuditEntry({ at, actor, operation, outcome, school, agreement, exchange, subject, counts }: AuditContent): void {
  if (!INSTANT.test(at)) throw unfit('at');
  if (!isAuditActor(actor)) throw unfit('actor');
  if (!WORD.fits(operation)) throw unfit('operation');
  if (!AUDIT_OUTCOMES.includes(outcome)) throw unfit('outcome');
  if (!isIdOrNone(school) || !isIdOrNone(agreement) || !isIdOrNone(exchange) || !isIdOrNone(subject)) throw unfit('id');
  for (const name in counts) {
    const count = counts[name]!;
    if (!COUNT.fits(name) || !Number.isSafeInteger(count) || count < 0) throw unfit('counts');
  }
}

function isIdOrNone(id: string | null): boolean {
  return id === null || isName(id);
}

/** Most names are ASCII: a look at each letter takes less time than an expression that knows all of Unicode. */
function isName(text: string): boolean {
  return (text.length > 0 && text.length <= MOST_OF_ID && isPlain(text)) || NAME.test(text);
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126) return false;
  }
  return true;
}

/** The same for the paths of `fields`. */
export function checkAuditFields(paths: readonly string[]): void {
  if (!paths.every((path) => PATH.test(path))) throw unfit('fields');
}

function unfit(part: string): StoreError {
  return new StoreError('failed', `audit: the ${part} of an entry has not the shape that it must have`);
}

export function isAuditActor(actor: string): boolean {
  return ACTOR.fits(actor);
}

/** The operation of an exchange as the audit names it. */
export function auditOperation(operation: string): string {
  return WORD.fits(operation) ? operation : 'unknown';
}
