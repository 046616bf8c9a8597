import { RESULTAAT } from '../model/result-paths.js';
import { resultFieldsOf } from '../privacy/agreed-result-fields.js';
import { GOAL_LINKS, MODEL_FIELDS, SIGNALS } from '../privacy/model-fields.js';
import type { Agreement, TargetKind } from '../store/directory.js';
import type { OutgoingItem, TakenBatch } from '../store/outbox-store.js';
import type { Disclosure } from '../store/rights-store.js';
import type { Parties } from './right-of.js';

const TOETSAFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname/';

/** Whose data a delivery holds: nobody's, when it is a withdrawal. */
export function learnerOf({ content }: OutgoingItem): readonly string[] {
  return content === undefined ? [] : [content.result.rosterLearner ?? content.result.learner];
}

interface About extends Parties {
  readonly batch: TakenBatch;
  readonly now: Date;
}

/** Whose data go to whom with a batch. Undefined: nobody's, as a withdrawal tells of nobody. `erasures`: the mark from before it was read. */
export function deliveryDisclosure(
  { batch, target, school, party, agreement, now }: About,
  items: readonly OutgoingItem[],
  erasures: number,
): Disclosure | undefined {
  const learners = items.flatMap(learnerOf);
  if (learners.length === 0) return undefined;
  return {
    school: school.id,
    exchange: batch.id,
    at: now.toISOString(),
    receiver: party.klantcode,
    operation: 'result.deliver',
    agreement: agreement.id,
    fields: items.every(({ kind }) => kind === 'result.tagged')
      ? [GOAL_LINKS]
      : [
          // An administration gets its own key of the pupil. Links go by a rule of their own.
          ...(target.kind === 'las' ? [`${TOETSAFNAME}leerlingid`] : []),
          ...resultFieldsOf(agreement).allowed,
          ...(agreement.infourl.keep === 'none' ? [] : [`${RESULTAAT}/infourl`]),
        ].flatMap((path) => {
          if (MODEL_FIELDS.has(path)) return isTold(path, target.kind, agreement) ? [path] : [];
          return path.startsWith(TOETSAFNAME) ? [path.slice(TOETSAFNAME.length)] : [];
        }),
    learners: [...new Set(learners)],
    erasures,
    awaited: true,
  };
}

/** Only these targets have a place for parts of the model, and signals go only where they are named: see `agreedResult`. */
function isTold(name: string, kind: TargetKind, { fields }: Pick<Agreement, 'fields'>): boolean {
  return (kind === 'webhook' || kind === 'files') && (name !== SIGNALS || fields?.includes(SIGNALS) === true);
}
