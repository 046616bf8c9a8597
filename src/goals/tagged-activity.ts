import { supplied } from '../core/supplied.js';
import type { GoalLink } from '../model/goal-link.js';
import type { Activity, Result, Term } from '../model/result.js';

/** What tagging reads of a result: nothing of the learner, no figure. Results with equal ones are about the same goals. */
export interface TaggedActivity {
  readonly product?: string;
  readonly code: Term;
  readonly version?: string;
  readonly part?: Term;
  /** Top first. */
  readonly hierarchy: readonly Term[];
  /** Goals that the source itself names. */
  readonly goals?: readonly Term[];
  /** What another school said of it, when it handed results over. */
  readonly handedOver?: readonly GoalLink[];
}

export function taggedActivity({ source, activity }: Pick<Result, 'source' | 'activity'>): TaggedActivity {
  const { code, codeVocabulary, version, part, hierarchy, goals } = activity;
  return {
    ...supplied({ product: source.product }),
    code: termIn(code, codeVocabulary),
    ...supplied({ version }),
    ...(part === undefined ? {} : { part: termIn(part.code, part.codeVocabulary) }),
    hierarchy: hierarchy.map(({ entry }) => termIn(entry.value, entry.vocabulary)),
    ...(goals === undefined ? {} : { goals: goals.map(({ value, vocabulary }) => termIn(value, vocabulary)) }),
  };
}

/** As it is stored: equal activities have equal texts. Only ever of what `taggedActivity` made, whose fields have one order. */
export function activityText(activity: TaggedActivity): string {
  return JSON.stringify(activity);
}

/** The text of the activity of a result. Results of one test share their activity by identity, and with that its text. */
export function textFor(result: Pick<Result, 'source' | 'activity'>): string {
  const { product } = result.source;
  const known = texts.get(result.activity);
  if (known !== undefined && known.product === product) return known.text;
  const text = activityText(taggedActivity(result));
  texts.set(result.activity, { product, text });
  return text;
}

const texts = new WeakMap<Activity, { readonly product: string | undefined; readonly text: string }>();

function termIn(value: string, vocabulary: string | undefined): Term {
  return vocabulary === undefined ? { value } : { value, vocabulary };
}
