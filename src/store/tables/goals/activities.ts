import type { ActivityRow, TaggedWith } from '../../../goals/tagger.js';
import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';

interface OfParty {
  readonly school: string;
  readonly party: string;
  readonly digest: string;
}

interface Numbered {
  readonly seq: number;
}

/** What is known of links that nobody made: they are older than any set and mapping. */
const NEVER: TaggedWith = { sets: 0, mappings: 0 };

export const FIND_ACTIVITY = query<Numbered, OfParty>(
  () => 'SELECT seq FROM activities WHERE school = @school AND party = @party AND digest = @digest',
);
export const ADD_ACTIVITY = query<Numbered, OfParty & TaggedWith & { readonly document: string }>(
  () => `
    INSERT INTO activities (school, party, digest, document, tagged_at_sets, tagged_at_mappings)
    VALUES (@school, @party, @digest, @document, @sets, @mappings) RETURNING seq`,
);

/** The number of an activity; one that is new has no links yet, and is to be tagged. */
export function* activityNumber(
  school: string,
  party: string,
  { digest, document }: Pick<ActivityRow, 'digest' | 'document'>,
): Script<number> {
  const known = yield* first(FIND_ACTIVITY, { school, party, digest });
  return (known ?? (yield* first(ADD_ACTIVITY, { school, party, digest, document, ...NEVER }))!).seq;
}
