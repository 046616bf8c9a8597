import { REUSED_KEYS } from '../../noticed.js';
import { query } from '../../sql/query.js';
import { type Script, stream } from '../../sql/script.js';
import type { ReusedKeys } from '../../store.js';

interface FindingRow {
  readonly seq: number;
  readonly party: string;
  readonly received_at: string;
  readonly rule: string;
  readonly hint: string | null;
}

/** In the order of messages. */
const FINDINGS = query<FindingRow, { readonly since: number; readonly pupil: string; readonly test: string }>(
  ({ elements, holds, member }) => {
    const findings = `CASE WHEN ${holds('e.findings', "'UWLR-EX-01'")} THEN e.findings ELSE '[]' END`;
    return `
      SELECT e.seq, e.party, e.received_at, ${member('f.value', 'rule')} AS rule, ${member('f.value', 'hint')} AS hint
      FROM exchanges e JOIN ${elements(findings, 'f')} ON ${member('f.value', 'rule')} IN (@pupil, @test)
      WHERE e.stored_at >= @since AND e.party IS NOT NULL ORDER BY e.stored_at, e.seq`;
  },
);

type Counted = { -readonly [Name in keyof ReusedKeys]: ReusedKeys[Name] };

/** See `REUSED_KEYS`: the hint of such a finding begins with the number of results. By party. `since`: ISO instant. Reads much. */
export function* reusedKeys(since: string): Script<readonly ReusedKeys[]> {
  const parties = new Map<string, Counted>();
  let seen: number | undefined;
  yield* stream(FINDINGS, { since: Date.parse(since), ...REUSED_KEYS }, ({ seq, party, received_at, rule, hint }) => {
    const counted = parties.get(party) ?? { party, otherPupil: 0, otherTest: 0, messages: 0, last: received_at };
    parties.set(party, counted);
    counted[rule === REUSED_KEYS.pupil ? 'otherPupil' : 'otherTest'] += Number.parseInt(hint ?? '0', 10);
    if (seq !== seen) counted.messages += 1;
    if (received_at > counted.last) counted.last = received_at;
    seen = seq;
  });
  return [...parties.values()].sort((one, other) => (one.party < other.party ? -1 : 1));
}
