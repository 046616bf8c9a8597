import { allNames, type DepartureKnown, type DisclosureActivity, type KeptDisclosure, type Person } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';

/** Whether it left: null is of before that was written down. */
type Departed = 0 | 1 | null;

interface DisclosureRow {
  readonly exchange: string;
  readonly at: string;
  readonly receiver: string;
  readonly operation: string;
  readonly agreement: string | null;
  readonly fields: string;
  readonly school_year: string | null;
  readonly revision: number | null;
  readonly roster_at: string | null;
  readonly departed: Departed;
}

interface CountRow {
  readonly receiver: string;
  readonly operation: string;
  readonly agreement: string | null;
  readonly departed: Departed;
  readonly count: number;
  readonly last: string;
}

interface OfPerson {
  readonly school: string;
  readonly learner: string | null;
  readonly names: readonly string[];
}

/** A whole roster held whoever was in it at its instant and was not restricted then. */
const OF_PERSON = query<DisclosureRow, OfPerson>(
  ({ inList }) => `
    SELECT seq, exchange, at, receiver, operation, agreement, fields, school_year, revision, roster_at, departed FROM disclosures
    WHERE seq IN (
      SELECT disclosure FROM disclosed_learners WHERE school = @school AND learner ${inList('text', 'names')}
      UNION
      SELECT d.seq FROM roster_objects o JOIN disclosures d
        ON d.school = o.school AND d.school_year = o.school_year AND d.whole = 1 AND d.roster_at >= o.since
          AND (o.until IS NULL OR d.roster_at < o.until)
      WHERE o.school = @school AND o.kind = 'learner' AND o.id = @learner AND NOT EXISTS (
        SELECT 1 FROM restrictions r WHERE r.school = @school AND r.name ${inList('text', 'names')}
          AND r.since <= d.at AND (r.until IS NULL OR d.at < r.until)))
    ORDER BY seq`,
);

/** A message that had to be sent again has one row for each time. Of these the one that is known best counts. */
const COUNTS = query<CountRow, { readonly school: string }>(
  () => `
    SELECT receiver, operation, agreement, departed, count(*) AS count, max(last) AS last
    FROM (
      SELECT receiver, operation, agreement, exchange, max(departed) AS departed, max(at) AS last FROM disclosures
      WHERE school = @school GROUP BY receiver, operation, agreement, exchange) sent
    GROUP BY receiver, operation, agreement, departed ORDER BY receiver, operation, agreement, departed`,
);

/** To whom data of a person went, oldest first. */
export function* disclosedOf(school: string, person: Person): Script<readonly KeptDisclosure[]> {
  const rows = yield* all(OF_PERSON, { school, learner: person.learner ?? null, names: allNames(person) });
  return rows.map((row) => ({
    school,
    exchange: row.exchange,
    at: row.at,
    receiver: row.receiver,
    operation: row.operation,
    ...(row.agreement === null ? {} : { agreement: row.agreement }),
    fields: JSON.parse(row.fields) as string[],
    departure: departureOf(row.departed),
    ...(row.school_year === null || row.revision === null || row.roster_at === null
      ? {}
      : { roster: { schoolYear: row.school_year, revision: row.revision, at: row.roster_at } }),
  }));
}

/** Each receiver of data of a person once, with the instant of the last time. */
export function* receiversOf(school: string, person: Person): Script<readonly { readonly receiver: string; readonly last: string }[]> {
  const last = new Map<string, string>();
  for (const { receiver, at } of yield* disclosedOf(school, person)) if ((last.get(receiver) ?? '') < at) last.set(receiver, at);
  return [...last].map(([receiver, at]) => ({ receiver, last: at })).sort((one, other) => (one.receiver < other.receiver ? -1 : 1));
}

/** Counts what went of a school to whom, and under which agreement. */
export function* disclosureActivity(school: string): Script<readonly DisclosureActivity[]> {
  const rows = yield* all(COUNTS, { school });
  return rows.map(({ agreement, departed, ...row }) => ({
    ...row,
    ...(agreement === null ? {} : { agreement }),
    departure: departureOf(departed),
  }));
}

function departureOf(departed: Departed): DepartureKnown {
  return departed === null ? 'not-recorded' : departed === 1 ? 'left' : 'unknown';
}
