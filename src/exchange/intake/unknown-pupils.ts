import type { IncomingMessage, IncomingPupil } from '../../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../../model/incoming/incoming-places.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import { pseudonymsOf } from '../../privacy/pupils/erased-learners.js';
import type { Store } from '../../store/store.js';
import type { ExchangeLog } from '../exchange-log.js';

/** Pupils who are looked up before the event loop gets its turn. */
const AT_ONCE = 500;

interface UnknownOptions {
  readonly store: Pick<Store, 'knownLearners'>;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  /** Whom the school had erased: no roster knows them, and that is right. */
  readonly erased: ReadonlySet<IncomingPupil>;
}

/** Adds an error for every pupil whom the roster of the school knows neither by ECK iD nor by key. */
export async function reportUnknownPupils(
  { pupils }: IncomingMessage,
  places: Pick<IncomingPlaces, 'pupil'>,
  { store, school, schoolKey, erased }: UnknownOptions,
  log: ExchangeLog,
): Promise<void> {
  for (let at = 0; at < pupils.length; at += AT_ONCE) {
    const names = pupils.slice(at, at + AT_ONCE).map(({ leerlingid: key, eckId }) => pseudonymsOf({ key, eckId }, schoolKey));
    const known = await store.knownLearners(school, [...new Set(names.flat())]);
    for (const [index, aliases] of names.entries()) {
      const n = at + index;
      if (aliases.some((alias) => known.has(alias)) || erased.has(pupils[n] as IncomingPupil)) continue;
      log.add('UWLR-LR-024', places.pupil(n));
    }
  }
}
