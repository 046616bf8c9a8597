import { createHash } from 'node:crypto';
import { taggedActivity } from '../../dist/goals/tagged-activity.js';
import { codeOf } from './invented.js';

const SLICE = 500;
const MESSAGE = 20_000;
// Has no divisor in common with the number of tests: a learner makes all of them in turn.
const LEARNERS = 3_001;

/** Stores results of one school straight in the store: as many of each of `tests` tests, in messages of 20,000. */
export async function fillResults(store, { school, party, results, tests, note }) {
  const tagger = await store.goals.links.tagger();
  for (let from = 0; from < results; from += MESSAGE) {
    const count = Math.min(MESSAGE, results - from);
    await store.commit({
      exchange: exchange(school, party, `goals-${school}-${from}`, count),
      acceptStale: true,
      assessments: [],
      slices: slices(tagger, { school, party, tests, from, count }),
      strips: () => [],
    });
    if (from % 200_000 === 0) note(`goals: ${from + count} of ${results} results`);
  }
}

function* slices(tagger, { school, party, tests, from, count }) {
  const source = { party, intake: 'soap', version: '2.3' };
  for (let at = from; at < from + count; at += SLICE) {
    const rows = Array.from({ length: Math.min(SLICE, from + count - at) }, (_, index) => {
      const n = at + index;
      const activity = { code: codeOf(n % tests), originType: 'unknown', hierarchy: [] };
      const learner = `leerling-${n % LEARNERS}`;
      const id = `r-${n}`;
      const date = `2026-${String(1 + (n % 9)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
      const values = [{ kind: 'score', value: String(n % 10), sourcePath: 'score' }];
      const rest = { date, values, context: { extra: [] }, goalLinks: [], signals: [], status: 'final', losses: [] };
      const result = { id, school, schoolYear: '2026-2027', learner, source, activity, ...rest };
      const row = tagger.rowOf(school, party, taggedActivity({ source, activity }));
      return { result, assessment: `a-${n % tests}`, key: id, activity: row };
    });
    yield { learners: [...new Set(rows.map(({ result }) => result.learner))].map((alias) => ({ alias })), results: rows };
  }
}

export function exchange(school, party, id, resultCount) {
  return {
    ...{ id, school, party, direction: 'in', operation: 'BrengLeerresultaten', outcome: 'accepted' },
    ...{ receivedAt: new Date().toISOString(), durationMs: 1, wireBytes: 1, decodedBytes: 1 },
    digest: createHash('sha256').update(id).digest('hex'),
    createdAtNs: BigInt(Date.now()) * 1_000_000n,
    ...{ findings: [], findingCount: 0, resultCount, learnerCount: 0 },
  };
}
