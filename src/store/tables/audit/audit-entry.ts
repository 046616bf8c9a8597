import type { AuditContent, AuditEntry } from '../../audit.js';

let latest = { ms: Number.NaN, text: '' };

/** Now, as entries have it. Many come in one millisecond. */
export function auditNow(): string {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

/** An entry about something that is being done now. */
export function auditEntry(actor: string, operation: string, about: Partial<AuditEntry>): AuditEntry {
  return { at: auditNow(), actor, operation, outcome: 'done', counts: {}, ...about };
}

/** The same with null for what it does not say. */
export function contentOf(entry: AuditEntry): AuditContent {
  const { school = null, agreement = null, exchange = null, subject = null } = entry;
  return { ...entry, school, agreement, exchange, subject };
}

/** Counts as JSON, by name. A name needs no quoting: `checkAuditEntry` sees to that. */
export function countsText(counts: AuditEntry['counts']): string {
  const names = Object.keys(counts).sort();
  return `{${names.map((name) => `"${name}":${counts[name]}`).join(',')}}`;
}

/** A list of fields as it is kept: a path per line. One text crosses to the thread that writes in a fraction of the time of a list. */
export function fieldsText(fields: readonly string[] | undefined): string | undefined {
  if (fields === undefined) return undefined;
  const known = texts.get(fields);
  if (known !== undefined) return known;
  const text = fields.join('\n');
  texts.set(fields, text);
  return text;
}

/** The list that `fieldsText` made a text of. */
export function fieldsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

/** The lists of agreements are made once for many messages. */
const texts = new WeakMap<readonly string[], string>();
