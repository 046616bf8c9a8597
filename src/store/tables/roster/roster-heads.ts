import type { RosterHead } from '../../roster-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import type { OfSchoolYear } from './roster-rows.js';

type HeadValues = { readonly [Name in keyof Required<RosterHead>]: RosterHead[Name] | null } & { readonly source: string | null };

const REVISION = query<{ readonly revision: number }, OfSchoolYear>(
  () => 'SELECT revision FROM rosters WHERE school = @school AND school_year = @schoolYear',
);
const PUT = query<never, HeadValues>(
  () => `
    INSERT INTO rosters (school, school_year, revision, changed_at, received_at, reference_date, created_at, party, version,
      schoolkey, school_number, source)
    VALUES (@school, @schoolYear, @revision, @changedAt, @receivedAt, @referenceDate, @createdAt, @party, @version,
      @schoolkey, @schoolNumber, @source)
    ON CONFLICT (school, school_year) DO UPDATE SET
      source = CASE WHEN rosters.revision = excluded.revision THEN coalesce(excluded.source, rosters.source) ELSE excluded.source END,
      changed_at = CASE WHEN rosters.revision = excluded.revision THEN rosters.changed_at ELSE excluded.changed_at END,
      revision = excluded.revision,
      received_at = excluded.received_at,
      reference_date = excluded.reference_date,
      created_at = excluded.created_at,
      party = excluded.party,
      version = excluded.version,
      schoolkey = excluded.schoolkey,
      school_number = excluded.school_number`,
);

/** 0 when there is none. */
export function* rosterRevision(school: string, schoolYear: string): Script<number> {
  return (yield* first(REVISION, { school, schoolYear }))?.revision ?? 0;
}

/** `changedAt` counts only when the revision is another than before; without a `source`, the one of the same revision stays. */
export function* putRosterHead(head: RosterHead, source: string | undefined): Script<void> {
  const { referenceDate = null, createdAt = null, party = null, schoolkey = null, schoolNumber = null } = head;
  yield* run(PUT, { ...head, referenceDate, createdAt, party, schoolkey, schoolNumber, source: source ?? null });
}
