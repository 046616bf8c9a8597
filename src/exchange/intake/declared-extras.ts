import type { ProfileIndex } from '../../goals/profile-index.js';
import type { IncomingMessage } from '../../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../../model/incoming/incoming-places.js';
import { topFirst } from '../../model/results/translate-assessments.js';
import type { ExchangeLog } from '../exchange-log.js';

/** Results between two pauses. */
const PAUSE = 256;
/** Nobody reads more names than these. */
const MOST_NAMES = 12;

/**
 * Adds an error for every extra circumstance of a result that no source profile of its product declares: nobody could say what it means.
 * Pauses now and then.
 */
export function* checkExtras(
  { assessments, pupils }: IncomingMessage,
  { places, party, profiles }: { readonly places: IncomingPlaces; readonly party: string; readonly profiles: ProfileIndex },
  log: ExchangeLog,
): Generator<void> {
  const hierarchies = new Map(assessments.map(({ code, hierarchy }) => [code.value, topFirst(hierarchy)]));
  const cursor = { pupil: 0, at: 0, nth: 0 };
  for (const pupil of pupils) {
    for (cursor.at = 0; cursor.at < pupil.size; cursor.at++) {
      const { code, product, context } = pupil.resultAt(cursor.at);
      if (context.extra.length > 0) {
        const profile = profiles.profileOf(party, { code, hierarchy: hierarchies.get(code) ?? [] }, product);
        const names = profile?.context.map(({ name }) => name) ?? [];
        for (const [k, { name }] of context.extra.entries()) {
          if (!names.includes(name))
            log.add('UWLR-JSON-010', places.result(cursor, `/context/extra/${k}/name`), hintOf(profile !== undefined, names));
        }
      }
      cursor.nth += 1;
      if (cursor.nth % PAUSE === 0) yield;
    }
    cursor.pupil += 1;
  }
}

function hintOf(hasProfile: boolean, names: readonly string[]): string {
  if (!hasProfile) return 'the product has no source profile';
  if (names.length === 0) return 'the source profile declares no extras';
  const more = names.length - MOST_NAMES;
  return `declared: ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
