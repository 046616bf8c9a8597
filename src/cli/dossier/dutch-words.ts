import type { DossierYear } from '../../exchange/rights/dossier.js';
import type { ValueKind } from '../../model/result.js';

/** What is known of a learner in a roster, in the words of a parent. Names are put together apart. */
export const LEARNER_WORDS: Readonly<Record<Exclude<keyof DossierYear['learner'], 'name'>, string>> = {
  key: 'Sleutel in de administratie',
  eckId: 'ECK iD',
  birthDate: 'Geboortedatum',
  gender: 'Geslacht',
  startYearGroup3: 'Begin in groep 3',
  yearGroup: 'Jaargroep',
  numberEnding: 'Laatste cijfers van het persoonsgebonden nummer',
};

/** NEN-ISO 5218. */
export const GENDER_WORDS: Readonly<Record<string, string>> = { '0': 'onbekend', '1': 'man', '2': 'vrouw', '9': 'niet gespecificeerd' };

export const VALUE_WORDS: Readonly<Record<ValueKind, string>> = {
  score: 'score',
  numberItems: 'aantal opgaven',
  numberCorrect: 'aantal goed',
  numberIncorrect: 'aantal fout',
  numberRead: 'aantal gelezen',
  durationSeconds: 'duur in seconden',
  skillScore: 'vaardigheidsscore',
  intervalLow: 'ondergrens van het interval',
  intervalHigh: 'bovengrens van het interval',
  reference: 'referentiescore',
  other: 'ander gegeven',
};

/** What was done with the data, where it is not a word of the standard. */
export const OPERATION_WORDS: Readonly<Record<string, string>> = {
  'result.deliver': 'resultaten doorgegeven',
  HaalLeerlinggegevens: 'leerlinggegevens opgehaald',
  HaalLeerlingen: 'leerlingen opgehaald',
  BrengLeerresultaten: 'leerresultaten gebracht',
  ExportRoster: 'als bestand weggeschreven',
  ImportRoster: 'uit een bestand ingelezen',
  listLearners: 'leerlingen opgevraagd',
  getLearner: 'deze leerling opgevraagd',
  listUnmatchedLearners: 'leerlingen opgevraagd die niet in de lijst staan',
  listGroupLearners: 'leerlingen van een groep opgevraagd',
  listMemberships: 'groepsindeling opgevraagd',
  listResults: 'resultaten opgevraagd',
  getResult: 'een resultaat opgevraagd',
  listResultRevisions: 'een resultaat opgevraagd, met wat er eerst stond',
};

const WHEN = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Amsterdam' });

/** An ISO instant as people in the Netherlands read it. */
export function when(instant: string): string {
  return WHEN.format(new Date(instant));
}
