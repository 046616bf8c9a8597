import type { HandedResult } from '../../model/handed-dossier.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { KeptText } from '../../privacy/minimise/free-text.js';
import { type Strip, StripCounts } from '../../privacy/minimise/strip-counts.js';
import { TextCleaner } from '../../privacy/minimise/text-cleaner.js';
import type { LearnerIds } from '../../privacy/pupils/learner-ids.js';

/** What is no text of somebody's own: ids, names of the gateway's own, days. */
const AS_IT_IS: ReadonlySet<string> = new Set([
  ...[
    'id',
    'party',
    'school',
    'schoolYear',
    'date',
    'madeAt',
    'kind',
    'sourcePath',
    'originType',
    'via',
    'coverage',
    'goal',
    'set',
    'setVersion',
  ],
  ...['intake', 'reason', 'path', 'adaptive', 'targetLevel', 'durability', 'signalsFrom', 'lookedUpIn'],
]);
const ADDRESSES: ReadonlySet<string> = new Set(['vocabulary', 'codeVocabulary', 'explanationUrl']);
/** A goal as a URI, a UUID or a concept: digits in it are no number of a person. */
const CONCEPT = /^(?:https?:|bk:|[0-9a-f]{8}-)/i;

/** Takes national numbers and the ids of the learner out of results that were handed over, as happens to all that comes in. */
export class DossierCleaner {
  private readonly counts = new StripCounts();
  private readonly cleaner: TextCleaner;

  constructor(ids: LearnerIds, schoolKey: SchoolKey) {
    this.cleaner = new TextCleaner(this.counts, { ids, schoolKey });
  }

  clean(result: HandedResult): HandedResult {
    return this.inner(result, '', '') as HandedResult;
  }

  /** What was taken out so far. */
  strips(): Strip[] {
    return this.counts.list();
  }

  private inner(value: unknown, name: string, of: string): unknown {
    if (typeof value === 'string') return this.text(value, name, of);
    if (Array.isArray(value)) return value.map((item) => this.inner(item, name, of)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const isFigure = 'kind' in value && value.kind !== 'other';
    const entries = Object.entries(value).map(([below, inner]) => {
      const kept = isFigure && below === 'value' ? inner : this.inner(inner, below, name);
      return [below, kept] as const;
    });
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }

  private text(text: string, name: string, of: string): string | undefined {
    const kind = kindOf(text, name, of);
    return kind === undefined ? text : this.cleaner.clean(text, kind, `dossier/${name}`);
  }
}

function kindOf(text: string, name: string, of: string): KeptText | undefined {
  if (name === 'code' || (name === 'id' && of === 'supplierGoal')) return 'code';
  if (AS_IT_IS.has(name) || (name === 'original' && CONCEPT.test(text))) return undefined;
  return ADDRESSES.has(name) ? 'address' : 'text';
}
