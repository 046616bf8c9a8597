import { supplied } from '../../../core/supplied.js';
import { resultId } from '../../../model/ids.js';
import type { IncomingMessage, IncomingPupil, MessageSignal } from '../../../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../../../model/incoming/incoming-places.js';
import type { PostedSignal } from '../../../model/posted/posted-signals.js';
import type { SchoolKey } from '../../../privacy/keys/seal.js';
import { Pupils, resultIdentity } from '../../../privacy/pupils/pupils.js';
import type { IncomingSignal } from './incoming-signal.js';

export interface CarriedOptions {
  readonly school: string;
  /** Klantcode of the vendor. */
  readonly party: string;
  readonly schoolKey: SchoolKey;
  /** As for `Pupils`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Whose results are left out, since they were erased. */
  readonly erased: ReadonlySet<IncomingPupil>;
}

/** Signals that stand in results, and the results of the same message that they may rest on: alias of the learner, by id. */
export interface CarriedSignals {
  readonly signals: readonly IncomingSignal[];
  readonly inMessage: ReadonlyMap<string, string>;
}

/** Pupils whose results are gone through before others get a turn. */
const AT_ONCE = 200;

/** Gathers them into `into`, with pauses. */
export function* gatherCarried(
  message: IncomingMessage,
  places: IncomingPlaces,
  { school, party, schoolKey, aliases, erased }: CarriedOptions,
  into: { readonly signals: IncomingSignal[]; readonly inMessage: Map<string, string> },
): Generator<void> {
  const pupils = new Pupils(message, { schoolKey, party, aliases }, false);
  const names = new Map<IncomingPupil, string>();
  for (const [n, pupil] of message.pupils.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) yield;
    if (erased.has(pupil)) continue;
    const { alias, needle } = pupils.find(pupil);
    names.set(pupil, alias);
    for (let at = 0; at < pupil.size; at++) {
      const identity = resultIdentity(pupil.resultAt(at).key, needle, schoolKey);
      into.inMessage.set(resultId(school, party, identity), alias);
    }
  }
  for (const carried of message.signals ?? []) {
    const pupil = message.pupils[carried.result.pupil] as IncomingPupil;
    const learner = names.get(pupil);
    if (learner !== undefined) into.signals.push(incomingOf(carried, pupil, learner, places));
  }
}

function incomingOf({ result, at, said }: MessageSignal, pupil: IncomingPupil, learner: string, places: IncomingPlaces): IncomingSignal {
  return { posted: postedOf(said, pupil, result.at), learner, place: (below) => places.result(result, `/signals/${at}${below}`) };
}

/** A signal in a result is about its learner, and rests on the result, beside what else it says that it rests on. */
function postedOf(said: MessageSignal['said'], pupil: IncomingPupil, at: number): PostedSignal {
  if (said.status === 'withdrawn') return said;
  const { leerlingid, eckId } = pupil;
  const learner = { ...supplied({ leerlingid, eckId }) };
  const results = [...(said.basis?.results ?? []), pupil.resultAt(at).key];
  return { ...said, learner, basis: { ...said.basis, results: [...new Set(results)] } };
}
