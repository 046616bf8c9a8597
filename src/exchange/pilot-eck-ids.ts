import { supplied } from '../core/supplied.js';
import type { IncomingMessage } from '../model/incoming/incoming-message.js';
import type { IncomingPlaces } from '../model/incoming/incoming-places.js';
import { type Strip, StripCounts } from '../privacy/minimise/strip-counts.js';
import { isPilotEckId } from '../uwlr/checks/eck-id.js';
import type { Locator } from '../uwlr/checks/report.js';
import type { RosterData, RosterPerson } from '../uwlr/checks/roster-data.js';
import type { ExchangeLog } from './exchange-log.js';
import { placeOf } from './place-of.js';

/** Refuses results of pupils by ECK iDs of the pilot environment: in production those are nobody's. One finding says how many. */
export function refusePilotResults({ pupils }: IncomingMessage, places: Pick<IncomingPlaces, 'pupils'>, log: ExchangeLog): void {
  const count = pupils.filter(({ eckId }) => hasPilotId(supplied({ eckid: eckId }))).length;
  if (count > 0) log.add('UWLR-LR-026', places.pupils(), `${count} of them`);
}

/** Pupil data without the ECK iDs of the pilot environment, with what was taken out. One finding says how many. */
export function withoutPilotIds<T extends RosterData>(
  data: T,
  path: string,
  locator: Locator,
  log: ExchangeLog,
): { readonly data: T; readonly strips: readonly Strip[] } {
  const strips = new StripCounts();
  const clean = <P extends RosterPerson>(people: readonly P[], list: string): readonly P[] => {
    const count = people.filter(hasPilotId).length;
    if (count === 0) return people;
    log.add('UWLR-LG-025', placeOf(locator, `${path}/${list}`), `${count} of them`);
    strips.add(`${path}/${list}/@eckid`, 'pilot-eckid', count);
    return people.map((person) => {
      if (!hasPilotId(person)) return person;
      const { eckid: _, ...rest } = person;
      // Of 2.3, where the ECK iD may be all that there is to tell a pupil by.
      if (rest.key === undefined) log.add('UWLR-LG-018', placeOf(locator, `${path}/${list}`));
      return rest as unknown as P;
    });
  };
  const { leerlingen, leerkrachten } = data;
  const kept = {
    ...data,
    ...(leerlingen === undefined ? {} : { leerlingen: { ...leerlingen, leerling: clean(leerlingen.leerling, 'leerlingen/leerling') } }),
    ...(leerkrachten === undefined
      ? {}
      : { leerkrachten: { ...leerkrachten, leerkracht: clean(leerkrachten.leerkracht, 'leerkrachten/leerkracht') } }),
  };
  return { data: kept, strips: strips.list() };
}

function hasPilotId({ eckid }: { readonly eckid?: string }): boolean {
  return eckid !== undefined && isPilotEckId(eckid.trim());
}
