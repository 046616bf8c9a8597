import type { Settlement } from '../../outbox-store.js';
import type { Disclosure } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { isPastErasures } from './erasure-mark.js';

interface DisclosureValues {
  readonly school: string;
  readonly exchange: string;
  readonly at: string;
  readonly receiver: string;
  readonly operation: string;
  readonly agreement: string | null;
  /** JSON list. */
  readonly fields: string;
  readonly schoolYear: string | null;
  readonly revision: number | null;
  readonly rosterAt: string | null;
  readonly whole: 0 | 1;
  readonly departed: 0 | 1;
}

interface LearnerValues {
  readonly school: string;
  readonly learner: string;
  readonly disclosure: number;
}

const INSERT = query<{ readonly seq: number }, DisclosureValues>(
  () => `
    INSERT INTO disclosures (school, exchange, at, receiver, operation, agreement, fields, school_year, revision, roster_at, whole, departed)
    VALUES (@school, @exchange, @at, @receiver, @operation, @agreement, @fields, @schoolYear, @revision, @rosterAt, @whole, @departed)
    RETURNING seq`,
);
const INSERT_LEARNER = query<never, LearnerValues>(
  () => 'INSERT INTO disclosed_learners (school, learner, disclosure) VALUES (@school, @learner, @disclosure) ON CONFLICT DO NOTHING',
);
const KEEP_LEARNERS = query<never, { readonly disclosure: number; readonly learners: readonly string[] }>(
  ({ inList }) => `DELETE FROM disclosed_learners WHERE disclosure = @disclosure AND NOT learner ${inList('text', 'learners')}`,
);
const DEPARTED = query<never, { readonly disclosure: number }>(() => 'UPDATE disclosures SET departed = 1 WHERE seq = @disclosure');
const REMOVE = query<never, { readonly disclosure: number }>(() => 'DELETE FROM disclosures WHERE seq = @disclosure');

/** Remembers to whom data of pupils went, and gives its number. Throws `StoreError('busy')`, see `Disclosure.erasures`. */
export function* storeDisclosure(disclosure: Disclosure): Script<number> {
  const { school, exchange, at, receiver, operation, agreement, fields, roster, learners, erasures, awaited } = disclosure;
  if (yield* isPastErasures(school, erasures)) throw new StoreError('busy', 'disclosures: somebody was erased since the data were read');
  const { seq } = (yield* first(INSERT, {
    ...{ school, exchange, at, receiver, operation, agreement: agreement ?? null, fields: JSON.stringify(fields) },
    ...{ schoolYear: roster?.schoolYear ?? null, revision: roster?.revision ?? null, rosterAt: roster?.at ?? null },
    whole: learners === undefined ? 1 : 0,
    departed: awaited ? 0 : 1,
  }))!;
  yield* runMany(
    INSERT_LEARNER,
    (learners ?? []).map((learner) => ({ school, learner, disclosure: seq })),
  );
  return seq;
}

/** What left stays on record, and nothing else. */
export function* settleDisclosure({ disclosure, learners }: NonNullable<Settlement['departure']>): Script<void> {
  yield* run(KEEP_LEARNERS, { disclosure, learners });
  yield* run(learners.length === 0 ? REMOVE : DEPARTED, { disclosure });
}
