import { type AuditContent, checkAuditEntry } from '../../audit.js';
import { EARLIER_CHAIN, GATEWAY_CHAIN } from '../../audit-chain.js';
import { StoreError } from '../../store-error.js';
import { countsText } from '../../tables/audit/audit-entry.js';
import { type AuditLink, auditHash, SPACED_VERSION } from '../../tables/audit/audit-hash.js';
import { FieldLists } from '../../tables/audit/field-lists.js';
import { type Answer, type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';

/**
 * Entries of the audit are written in two trips of the transaction that they belong to: `askPlaces`, and `writeEntries` with what that came
 * to. Both under the locks of the chains (`lockChains`), and after them the one of the audit (`AUDIT_SHARED`) in a statement of its own.
 */
export interface NewEntry {
  readonly content: AuditContent;
  readonly chain: string;
  /** Hash of its list of fields, and the list as `fieldsText` makes it. */
  readonly fields: Buffer | null;
  readonly paths: string | undefined;
}

/** What entries go on from. */
export interface Places {
  /** Going up, one for each entry. */
  readonly seqs: readonly number[];
  /** Hash of the last entry of each chain, with that of `EARLIER_CHAIN`. */
  readonly heads: ReadonlyMap<string, Buffer>;
  /** Lists of fields that are there already, by their hash in hex. */
  readonly lists: ReadonlySet<string>;
}

const COLUMNS = {
  seq: 'bigint',
  at: 'text',
  actor: 'text',
  operation: 'text',
  outcome: 'text',
  school: 'text',
  agreement: 'text',
  exchange: 'text',
  subject: 'text',
  counts: 'text',
  fields: 'bytea',
  previous: 'bytea',
  hash: 'bytea',
} as const;
const NAMES = Object.keys(COLUMNS) as readonly (keyof typeof COLUMNS)[];

/** Numbers of the sequence are taken while the lock of the audit is held: none below the last seal can come after it. */
const PLACES = compile(`
  SELECT nextval('audit_seq_seq') AS seq, CAST(NULL AS text) AS chain, CAST(NULL AS bytea) AS hash
    FROM generate_series(1, CAST(@entries AS bigint))
  UNION ALL SELECT NULL, chain, hash FROM audit_heads WHERE chain = ANY (CAST(@chains AS text[]))
  UNION ALL SELECT NULL, NULL, hash FROM audit_fields WHERE hash = ANY (CAST(@lists AS bytea[]))`);
/** Two schools may bring the same new list at once. */
const KEEP_LIST = compile('INSERT INTO audit_fields (hash, paths) VALUES (@hash, @paths) ON CONFLICT (hash) DO NOTHING');
const INSERT = compile(`
  INSERT INTO audit (version, ${NAMES.join(', ')}) SELECT ${SPACED_VERSION}, ${NAMES.join(', ')}
  FROM unnest(${NAMES.map((name) => `CAST(@${name} AS ${COLUMNS[name]}[])`).join(', ')}) AS entries (${NAMES.join(', ')})`);
const MOVE_HEADS = compile(`
  INSERT INTO audit_heads (chain, seq, hash)
  SELECT chain, seq, hash FROM unnest(CAST(@chain AS text[]), CAST(@seq AS bigint[]), CAST(@hash AS bytea[])) AS heads (chain, seq, hash)
  ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`);

const lists = new FieldLists();

/**
 * `paths`: the list of fields, as `fieldsText` makes it. Throws `StoreError('failed')` for an entry without the shape that keeps texts of
 * people out.
 */
export function newEntry(content: AuditContent, paths: string | undefined): NewEntry {
  checkAuditEntry(content);
  return { content, chain: content.school ?? GATEWAY_CHAIN, fields: paths === undefined ? null : lists.hashOf(paths), paths };
}

/** Asks what `placesOf` reads. What the entries say may still be unknown, but for their chains and lists. */
export function askPlaces(entries: readonly Pick<NewEntry, 'chain' | 'fields'>[]): Asked {
  return asked(PLACES, {
    entries: entries.length,
    // A chain begins after the one chain that there was before.
    chains: [EARLIER_CHAIN, ...entries.map(({ chain }) => chain)],
    lists: entries.flatMap(({ fields }) => fields ?? []),
  });
}

export function placesOf({ rows }: Answer): Places {
  const seqs: number[] = [];
  const heads = new Map<string, Buffer>();
  const kept = new Set<string>();
  for (const { seq, chain, hash } of rows as readonly { seq: number | null; chain: string | null; hash: Buffer }[]) {
    if (seq !== null) seqs.push(seq);
    else if (chain !== null) heads.set(chain, hash);
    else kept.add(hash.toString('hex'));
  }
  return { seqs: seqs.sort((one, other) => one - other), heads, lists: kept };
}

/** Writes the entries, in this order. Throws `StoreError('corrupt')` when there is no head to go on from. */
export function writeEntries(entries: readonly NewEntry[], { seqs, heads, lists: kept }: Places): readonly Asked[] {
  const moved = new Map<string, AuditLink>();
  const rows = entries.map((entry, nth) => {
    const previous = moved.get(entry.chain)?.hash ?? heads.get(entry.chain) ?? heads.get(EARLIER_CHAIN);
    if (previous === undefined) throw new StoreError('corrupt', 'audit: the heads of the chains are not there');
    const row = rowOf(entry, seqs[nth]!, previous);
    moved.set(entry.chain, row);
    return row;
  });
  if (rows.length === 0) return [];
  return [
    ...newLists(entries, kept).map(({ fields, paths }) => asked(KEEP_LIST, { hash: fields, paths })),
    asked(INSERT, Object.fromEntries(NAMES.map((name) => [name, rows.map((row) => row[name])]))),
    asked(MOVE_HEADS, {
      chain: [...moved.keys()],
      seq: [...moved.values()].map(({ seq }) => seq),
      hash: [...moved.values()].map(({ hash }) => hash),
    }),
  ];
}

function rowOf({ content, fields }: NewEntry, seq: number, previous: Buffer): AuditLink {
  const columns = { ...content, seq, version: SPACED_VERSION, counts: countsText(content.counts), fields, previous };
  return { ...columns, hash: auditHash(columns)! };
}

/** Each once, in one order, so that two transactions do not wait for each other's. */
function newLists(entries: readonly NewEntry[], kept: Places['lists']): readonly NewEntry[] {
  const fresh = new Map<string, NewEntry>();
  for (const entry of entries) {
    const hash = entry.fields?.toString('hex');
    if (hash !== undefined && !kept.has(hash)) fresh.set(hash, entry);
  }
  return [...fresh].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
}
