import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TaggedActivity } from '../goals/tagged-activity.js';
import type { Assessment, Result } from '../model/result.js';
import type { Signal } from '../model/signal.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import { LearnerIds } from '../privacy/pupils/learner-ids.js';
import { resultWithoutLearner, withoutLearner } from '../privacy/pupils/without-learner.js';
import type { KeptText, KeptTextQuery, Person, Rewritten, RightsStore } from '../store/rights-store.js';

/** Documents at a time: a few milliseconds of work. */
const STRETCH = 200;
const TABLES = ['results', 'assessments', 'signals', 'activities'] as const;

/** What somebody may call a learner by: every key and ECK iD in results and rosters. */
export async function idsOf(
  rights: Pick<RightsStore, 'everythingOf'>,
  school: string,
  schoolKey: SchoolKey,
  person: Person,
): Promise<LearnerIds> {
  const { learners, rosterRows } = await rights.everythingOf(school, person);
  const inResults = learners.flatMap(({ eckId, sealedId }) => [eckId, sealedId === undefined ? undefined : schoolKey.open(sealedId)]);
  const inRosters = rosterRows.flatMap(({ document }) => {
    const { key, eckId } = JSON.parse(schoolKey.open(document)) as { readonly key?: string; readonly eckId?: string };
    return [key, eckId];
  });
  return new LearnerIds([...inResults, ...inRosters]);
}

/** What is kept of others, and of tests, with the learner in it by one of these ids: as it is without. Takes its time, in many turns. */
export async function mentionsOf(
  rights: Pick<RightsStore, 'keptTexts'>,
  school: string,
  schoolKey: SchoolKey,
  ids: LearnerIds,
): Promise<readonly Rewritten[]> {
  if (ids.none) return [];
  const found: Rewritten[] = [];
  for (const table of TABLES) {
    let query: KeptTextQuery = { school, of: table, limit: STRETCH };
    for (;;) {
      const texts = await rights.keptTexts(query);
      for (const text of texts) {
        const one = REWRITERS[table](text, ids, schoolKey);
        if (one !== undefined) found.push(one);
      }
      const last = texts.at(-1);
      if (last === undefined || texts.length < STRETCH) break;
      query = { ...query, after: last };
      await nextTurn();
    }
  }
  return found;
}

type Rewriter = (text: KeptText, ids: LearnerIds, schoolKey: SchoolKey) => Rewritten | undefined;

function rewrittenResult({ seq, document, key, sealedKey }: KeptText, ids: LearnerIds, schoolKey: SchoolKey): Rewritten | undefined {
  const before = JSON.parse(document) as Result;
  const after = resultWithoutLearner(before, ids, schoolKey);
  const own = key ?? (sealedKey === undefined ? undefined : schoolKey.open(sealedKey));
  const forgetKey = own !== undefined && ids.areIn(own);
  if (after === before && !forgetKey) return undefined;
  return { of: 'results', seq, document: after === before ? document : JSON.stringify(after), forgetKey };
}

/** Where an id is a number of a few digits and others took the test too, it is the test's own: it goes only when nobody else did. */
function rewrittenAssessment({ seq, document }: KeptText, ids: LearnerIds, schoolKey: SchoolKey): Rewritten | undefined {
  const before = JSON.parse(document) as Assessment;
  if (withoutLearner(before, ids, schoolKey) === before) return undefined;
  const after = withoutLearner(before, ids.withoutNumbers(), schoolKey);
  const { code, version } = after;
  return {
    of: 'assessments',
    seq,
    document: JSON.stringify(after),
    code: code.value,
    ...(version === undefined ? {} : { version: version.value }),
    ...(after === before && { onlyUnused: true }),
  };
}

function rewrittenSignal({ seq, document }: KeptText, ids: LearnerIds, schoolKey: SchoolKey): Rewritten | undefined {
  const before = JSON.parse(document) as Pick<Signal, 'supplierGoal'>;
  const after = withoutLearner(before, ids, schoolKey);
  return after === before ? undefined : { of: 'signals', seq, document: JSON.stringify(after), supplierGoal: after.supplierGoal.id };
}

/** As of an assessment. */
function removedActivity({ seq, document }: KeptText, ids: LearnerIds, schoolKey: SchoolKey): Rewritten | undefined {
  const activity = JSON.parse(document) as TaggedActivity;
  if (withoutLearner(activity, ids, schoolKey) === activity) return undefined;
  const isNumber = withoutLearner(activity, ids.withoutNumbers(), schoolKey) === activity;
  return { of: 'activities', seq, ...(isNumber && { onlyUnused: true }) };
}

const REWRITERS: Readonly<Record<KeptTextQuery['of'], Rewriter>> = {
  results: rewrittenResult,
  assessments: rewrittenAssessment,
  signals: rewrittenSignal,
  activities: removedActivity,
};
