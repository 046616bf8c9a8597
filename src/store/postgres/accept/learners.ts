import { StoreError } from '../../store-error.js';
import { type Cell, type Cells, LEARNER_CELLS, unsealed } from '../../tables/cells.js';
import { matchOf } from '../../tables/results/learner-match.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import { listsOf, rowsSql } from './rows.js';

const ALIASES = { alias: 'text' } as const;
const LEARNERS = { seq: 'bigint', alias: 'text', eck_id: 'text', sealed_id: 'bytea', eck_alias: 'text' } as const;
const ECK_IDS = { learner: 'bigint', number: 'bigint', eck_id: 'text' } as const;

/** Of each alias its number, which is one from the sequence for a learner who is new. */
const FIND = compile(`
  SELECT coalesce(l.seq, nextval('learners_seq_seq')) AS seq, l.seq IS NOT NULL AS is_known, l.sealed_id IS NOT NULL AS is_sealed, l.eck_id, l.eck_alias
  FROM ${rowsSql(ALIASES, 'r')}
    LEFT JOIN LATERAL (SELECT seq, sealed_id, eck_id, eck_alias FROM learners WHERE school = @school AND alias = r.alias LIMIT 1) l ON true
  ORDER BY r.pos`);
const FIND_ECK_IDS = compile(`
  SELECT r.alias, e.number, e.eck_id FROM ${rowsSql(ALIASES, 'r')}
    CROSS JOIN LATERAL (SELECT seq FROM learners WHERE school = @school AND alias = r.alias LIMIT 1) l
    CROSS JOIN LATERAL (SELECT number, eck_id FROM learner_eck_ids WHERE learner = l.seq OFFSET 0) e`);
const ADD_ECK_IDS = compile(
  `INSERT INTO learner_eck_ids (learner, number, eck_id) SELECT learner, number, eck_id FROM ${rowsSql(ECK_IDS, 'r')}`,
);

/** The ECK iD follows its source. The sealed key is the same key under other bytes each time: the first one stays. */
const upsert = (roster: { readonly column: string; readonly value: string; readonly update: string }) =>
  compile(`
  INSERT INTO learners (seq, school, alias, eck_id, sealed_id, eck_alias${roster.column})
  SELECT r.seq, CAST(@school AS text), r.alias, r.eck_id, r.sealed_id, r.eck_alias${roster.value} FROM ${rowsSql(LEARNERS, 'r')} ORDER BY r.pos
  ON CONFLICT (school, alias) DO UPDATE SET eck_id = coalesce(excluded.eck_id, learners.eck_id),
    sealed_id = coalesce(learners.sealed_id, excluded.sealed_id), eck_alias = coalesce(excluded.eck_alias, learners.eck_alias)${roster.update}`);
const UPSERT = upsert({ column: '', value: '', update: '' });
const UPSERT_MATCHED = upsert({
  column: ', roster_learner',
  value: `, ${matchOf('CAST(@school AS text)', 'r.eck_alias', 'r.alias')}`,
  update: `, roster_learner = ${matchOf('learners.school', 'coalesce(excluded.eck_alias, learners.eck_alias)', 'learners.alias')}`,
});

interface Found {
  readonly seq: number;
  readonly is_known: 0 | 1;
  readonly is_sealed: 0 | 1;
  readonly eck_id: string | null;
  readonly eck_alias: string | null;
}

/** What a message says of a learner. */
interface Said {
  eckId: string | null;
  sealedId: string | null;
  eckAlias: string | null;
}

/** The learners of a slice: those that it brings, and those that its results are of. */
export class SliceLearners {
  private readonly said = new Map<string, Said>();
  private readonly found = new Map<string, Found>();
  /** Numbers of ECK iDs of a learner, by alias. */
  private readonly eckNumbers = new Map<string, Map<string, number>>();
  private readonly newEckIds: { readonly learner: number; readonly number: number; readonly eck_id: string }[] = [];

  constructor(
    private readonly school: string,
    cells: Cells,
  ) {
    for (let at = 0; at < cells.length; at += LEARNER_CELLS) {
      const said = { eckId: cells[at + 1] ?? null, sealedId: cells[at + 2] ?? null, eckAlias: cells[at + 3] ?? null };
      const before = this.said.get(cells[at]!);
      if (before === undefined) this.said.set(cells[at]!, said);
      else merge(before, said);
    }
  }

  /** `aliases`: of learners of results. `withEckId`: those of results that came with an ECK iD. */
  questions(aliases: ReadonlySet<string>, withEckId: ReadonlySet<string>): readonly Question[] {
    const all = [...new Set([...this.said.keys(), ...aliases])];
    if (all.length === 0) return [];
    const { school } = this;
    const find = question<Found>(FIND, { school, alias: all }, (rows) => {
      all.forEach((alias, at) => {
        this.found.set(alias, rows[at]!);
      });
    });
    if (withEckId.size === 0) return [find];
    const eckIds = question<{ alias: string; number: number; eck_id: string }>(FIND_ECK_IDS, { school, alias: [...withEckId] }, (rows) => {
      for (const { alias, number, eck_id } of rows) this.eckNumbersOf(alias).set(eck_id, number);
    });
    return [find, eckIds];
  }

  /** Those who are new, and what is news of the others. Without news a learner has its match: whatever changes the aliases of a roster sees to that. */
  write({ hasRoster }: Pick<OpenMessage, 'hasRoster'>): readonly Asked[] {
    const news = [...this.said].filter(([alias, said]) => isNews(this.found.get(alias)!, said));
    if (news.length === 0) return [];
    const rows = news.map(([alias, { eckId, sealedId, eckAlias }]) => {
      return { seq: this.found.get(alias)!.seq, alias, eck_id: eckId, sealed_id: unsealed(sealedId), eck_alias: eckAlias };
    });
    return [asked(hasRoster ? UPSERT_MATCHED : UPSERT, { school: this.school, ...listsOf(LEARNERS, rows) })];
  }

  /** The number of a learner. Throws `StoreError('unknown')` for one that was never stored. */
  numberOf(alias: string): number {
    const found = this.found.get(alias);
    if (found === undefined || (found.is_known === 0 && !this.said.has(alias)))
      throw new StoreError('unknown', 'results: a result is of a learner that is not known');
    return found.seq;
  }

  /** The number of the ECK iD that a result of a learner came with; 0 for none. Throws as `numberOf`. */
  eckNumberOf(alias: string, eckId: string | null): number {
    if (eckId === null) return 0;
    const numbers = this.eckNumbersOf(alias);
    const known = numbers.get(eckId);
    if (known !== undefined) return known;
    const number = Math.max(0, ...numbers.values()) + 1;
    numbers.set(eckId, number);
    this.newEckIds.push({ learner: this.numberOf(alias), number, eck_id: eckId });
    return number;
  }

  /** After `eckNumberOf` was asked for all results. */
  writeEckIds(): readonly Asked[] {
    return this.newEckIds.length === 0 ? [] : [asked(ADD_ECK_IDS, listsOf(ECK_IDS, this.newEckIds))];
  }

  private eckNumbersOf(alias: string): Map<string, number> {
    let numbers = this.eckNumbers.get(alias);
    if (numbers === undefined) {
      numbers = new Map();
      this.eckNumbers.set(alias, numbers);
    }
    return numbers;
  }
}

/** The same learner twice, in the order in which they came. */
function merge(before: Said, said: Said): void {
  before.eckId = said.eckId ?? before.eckId;
  before.sealedId ??= said.sealedId;
  before.eckAlias = said.eckAlias ?? before.eckAlias;
}

function isNews(found: Found, { eckId, sealedId, eckAlias }: Said): boolean {
  if (found.is_known === 0 || (found.is_sealed === 0 && sealedId !== null)) return true;
  return (eckId !== null && eckId !== found.eck_id) || (eckAlias !== null && eckAlias !== found.eck_alias);
}

/** Aliases in cells of results, and those that an ECK iD came with. */
export function aliasesOf(
  results: readonly Cell[],
  cellsOfResult: number,
): { readonly aliases: ReadonlySet<string>; readonly withEckId: ReadonlySet<string> } {
  const [aliases, withEckId] = [new Set<string>(), new Set<string>()];
  for (let at = 0; at < results.length; at += cellsOfResult) {
    const alias = results[at + 1] as string | null;
    if (alias === null) continue;
    aliases.add(alias);
    if (results[at + 2] !== null) withEckId.add(alias);
  }
  return { aliases, withEckId };
}
