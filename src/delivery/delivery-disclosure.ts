import type { Agreement, TargetKind } from '../directory/directory.js';
import { RESULTAAT } from '../model/results/result-paths.js';
import { resultFieldsOf } from '../privacy/fields/agreed-result-fields.js';
import { GOAL_LINKS, MODEL_FIELDS, SIGNALS } from '../privacy/fields/model-fields.js';
import { isSignalKind, type OutgoingItem, type TakenBatch } from '../store/outbox-store.js';
import type { Disclosure } from '../store/rights-store.js';
import type { Parties } from './shipment.js';

const TOETSAFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname/';

/** Whose data a delivery holds: nobody's, when it is a withdrawal. */
export function learnerOf({ content, signal }: OutgoingItem): readonly string[] {
  const about = content?.result ?? signal?.signal;
  return about === undefined ? [] : [about.rosterLearner ?? about.learner];
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
    fields: fieldsOf(items, target.kind, agreement),
    learners: [...new Set(learners)],
    erasures,
    awaited: true,
  };
}

/** What is in a batch is of one kind. */
function fieldsOf(items: readonly OutgoingItem[], target: TargetKind, agreement: Agreement): readonly string[] {
  if (items.every(({ kind }) => kind === 'result.tagged')) return [GOAL_LINKS];
  if (items.every(({ kind }) => isSignalKind(kind))) return [SIGNALS];
  const paths = [
    // An administration gets its own key of the pupil. Links go by a rule of their own.
    ...(target === 'las' ? [`${TOETSAFNAME}leerlingid`] : []),
    ...resultFieldsOf(agreement).allowed,
    ...(agreement.infourl.keep === 'none' ? [] : [`${RESULTAAT}/infourl`]),
  ];
  return paths.flatMap((path) => {
    if (MODEL_FIELDS.has(path)) return isTold(path, target, agreement) ? [path] : [];
    return path.startsWith(TOETSAFNAME) ? [path.slice(TOETSAFNAME.length)] : [];
  });
}

/** Only these targets have a place for parts of the model, and signals go only where they are named: see `agreedResult`. */
function isTold(name: string, kind: TargetKind, { fields }: Pick<Agreement, 'fields'>): boolean {
  return (kind === 'webhook' || kind === 'files') && (name !== SIGNALS || fields?.includes(SIGNALS) === true);
}
