import type { StoredResult } from '../../store/store.js';

/** What makes a result recognisable, as a few lines of JSON. */
export function shortened(result: StoredResult | undefined): string[] {
  if (result === undefined) return [];
  const { school, learner, activity, date, values, norm, source } = result;
  const { code, name, subject } = activity;
  const shown = { school, learner, activity: { code, name, subject: subject?.value }, date, values, norm, source };
  return Object.entries(shown).map(([field, value]) => `"${field}": ${JSON.stringify(value)}`);
}
