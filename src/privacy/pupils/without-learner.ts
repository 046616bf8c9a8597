import type { Result } from '../../model/result.js';
import type { SchoolKey } from '../keys/seal.js';
import { hiddenCode } from '../minimise/text-cleaner.js';
import type { LearnerIds } from './learner-ids.js';

/** Pseudonyms and ids of ours: nothing that somebody else wrote. */
const OURS: ReadonlySet<string> = new Set(['id', 'school', 'learner', 'eckId', 'results']);
/** Whose `id` somebody else wrote: a code. */
const SUPPLIER_GOAL = 'supplierGoal';
/** Of no use once something was taken out. */
const ADDRESSES: ReadonlySet<string> = new Set(['detailUrl', 'explanationUrl', 'vocabulary', 'codeVocabulary']);

/** Parts of a result that its test gives it. */
const OF_ITS_TEST: ReadonlySet<string> = new Set(['activity', 'norm']);

/**
 * A canonical document (`Result`, `Assessment`, `Signal`) without the ids of a learner in its texts; codes with one in them give way to what stands for
 * them in messages too. The very same when there is none in it.
 */
export function withoutLearner<T>(document: T, ids: LearnerIds, schoolKey: SchoolKey): T {
  return cleaned(document, '', false, ids, schoolKey) as T;
}

/**
 * The same, of a result of somebody else: where an id is a number of a few digits, it is no id in what the result has of its test, nor
 * among its figures.
 */
export function resultWithoutLearner(result: Result, ids: LearnerIds, schoolKey: SchoolKey): Result {
  if (!ids.hasNumbers) return withoutLearner(result, ids, schoolKey);
  const others = ids.withoutNumbers();
  const entries = Object.entries(result) as [string, unknown][];
  const kept = entries.map(([name, value]) => {
    if (name !== 'values') return [name, cleaned(value, name, false, OF_ITS_TEST.has(name) ? others : ids, schoolKey)] as const;
    const values = result.values.map((one) => withoutLearner(one, one.kind === 'other' ? ids : others, schoolKey));
    return [name, values.some((one, at) => one !== result.values[at]) ? values : value] as const;
  });
  if (kept.every(([, after], at) => after === entries[at]?.[1])) return result;
  return Object.fromEntries(kept.filter(([, after]) => after !== undefined)) as unknown as Result;
}

function cleaned(value: unknown, name: string, inCode: boolean, ids: LearnerIds, schoolKey: SchoolKey): unknown {
  if (typeof value === 'string') {
    if (OURS.has(name)) return value;
    if (ADDRESSES.has(name)) return ids.areIn(value) ? undefined : value;
    return inCode ? hiddenCode(value, ids, schoolKey) : ids.takenOutOf(value);
  }
  if (Array.isArray(value)) {
    const kept = value.map((item) => cleaned(item, name, inCode, ids, schoolKey));
    return kept.some((item, at) => item !== value[at]) ? kept : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const kept = entries.map(([below, inner]) => {
    if (name === SUPPLIER_GOAL && below === 'id') return [below, cleaned(inner, SUPPLIER_GOAL, true, ids, schoolKey)] as const;
    return [below, cleaned(inner, below, inCode || below === 'code', ids, schoolKey)] as const;
  });
  if (kept.every(([, after], at) => after === entries[at]?.[1])) return value;
  return Object.fromEntries(kept.filter(([, after]) => after !== undefined));
}
