import type { AnnotationKind } from '../../goals/annotation.js';
import type { Coverage } from '../../model/goal-link.js';
import type { ValueKind } from '../../model/result.js';
import type { SignalKind, SignalStatus, TargetLevel } from '../../model/signal.js';
import type { DossierYear } from '../../rights/dossier.js';

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

export const COVERAGE_WORDS: Readonly<Record<Coverage, string>> = {
  full: 'past er helemaal bij',
  partial: 'past er deels bij',
  broader: 'het doel is breder',
  narrower: 'het doel is er een onderdeel van',
  unknown: 'hoe goed het past, is niet opgegeven',
};

/** Who says that an activity belongs to a goal. Anybody else by name. */
export const ASSERTER_WORDS: Readonly<Record<string, string>> = { supplier: 'de leverancier', school: 'de school' };

export const SIGNAL_WORDS: Readonly<Record<SignalKind, string>> = {
  NEW_PROGRESS: 'er gebeurt iets nieuws',
  STUCK: 'loopt vast',
  FAST: 'gaat snel',
};

export const SIGNAL_STATUS_WORDS: Readonly<Record<SignalStatus, string>> = {
  raised: 'gegeven',
  superseded: 'vervangen door een later signaal',
  withdrawn: 'teruggenomen',
};

export const TARGET_LEVEL_WORDS: Readonly<Record<TargetLevel['considered'], string>> = {
  considered: 'het niveau waar de leerling aan werkt, is meegewogen',
  notConsidered: 'het niveau waar de leerling aan werkt, is niet meegewogen',
  unknown: 'of het niveau is meegewogen, is niet bekend',
};

export const ANNOTATION_WORDS: Readonly<Record<AnnotationKind, string>> = {
  relevant: 'van belang',
  workingOn: 'er wordt aan gewerkt',
  sufficientlyTreated: 'voldoende behandeld',
  note: 'aantekening',
};

/** What was done with the data, where it is not a word of the standard. */
const OPERATION_WORDS: Readonly<Record<string, string>> = {
  'result.deliver': 'resultaten doorgegeven',
  HaalLeerlinggegevens: 'leerlinggegevens opgehaald',
  HaalLeerlingen: 'leerlingen opgehaald',
  HaalStructuur: 'groepen opgehaald',
  HaalLeerkrachten: 'leerkrachten opgehaald',
  'results.write': 'resultaten aangeleverd',
  'signals.write': 'signalen aangeleverd',
  BrengLeerresultaten: 'leerresultaten gebracht',
  ExportRoster: 'als bestand weggeschreven',
  ImportRoster: 'uit een bestand ingelezen',
  ExportDossier: 'resultaten als dossier meegegeven voor een andere school',
  ImportDossier: 'ingelezen uit het dossier van een andere school',
  listLearners: 'leerlingen opgevraagd',
  getLearner: 'deze leerling opgevraagd',
  listUnmatchedLearners: 'leerlingen opgevraagd die niet in de lijst staan',
  listGroupLearners: 'leerlingen van een groep opgevraagd',
  listMemberships: 'groepsindeling opgevraagd',
  followLink: 'een link naar de leverancier gevolgd',
  listAnnotations: 'aantekeningen van leerkrachten opgevraagd',
  listGroupGoals: 'leerdoelen van een groep opgevraagd',
  getLearnerGoal: 'een leerdoel van deze leerling opgevraagd',
  getLearnerGoalReport: 'verslag per leerdoel van deze leerling opgevraagd',
  getGroupGoalReport: 'verslag per leerdoel van een groep opgevraagd',
  listSignals: 'signalen opgevraagd',
  getSignal: 'een signaal opgevraagd',
  listResults: 'resultaten opgevraagd',
  getResult: 'een resultaat opgevraagd',
  listResultRevisions: 'een resultaat opgevraagd, met wat er eerst stond',
};

/** In words, also where nobody has words for it: never a name of the gateway's own. */
export function operationWords(operation: string): string {
  return OPERATION_WORDS[operation] ?? 'gegevens opgevraagd';
}

/** Somebody at the gateway itself, as a parent would call them; undefined for an organisation. */
export function actorWords(actor: string): string | undefined {
  if (actor.startsWith('cli:')) return 'wie deze koppeling voor de school beheert';
  if (actor.startsWith('role:')) return 'een medewerker van de school';
  return actor === 'gateway' ? 'deze koppeling' : undefined;
}

/** Why something of a message was not kept. */
const STRIP_WORDS: Readonly<Record<string, string>> = {
  'not-in-profile': 'niet afgesproken',
  'by-infourl-rule': 'niet afgesproken',
  'infourl-withheld': 'niet afgesproken',
  'infourl-host': 'niet afgesproken',
  'infourl-scheme': 'geen gewone link',
  'infourl-query': 'alleen het begin van de link is bewaard',
  'infourl-learner': 'noemt een leerling',
  'replaced-by-alias': 'vervangen door een code',
  'key-sealed': 'versleuteld bewaard',
  'learner-id': 'het nummer van een leerling is eruit gehaald',
  'bsn-like': 'een getal dat een burgerservicenummer kan zijn, is eruit gehaald',
  'pilot-eckid': 'een code om te testen',
  'erased-learner': 'van iemand die is gewist',
  'part-not-agreed': 'niet afgesproken',
};

export function stripWords(rule: string): string {
  return STRIP_WORDS[rule] ?? 'niet bewaard';
}
