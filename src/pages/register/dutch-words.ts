import type { Scope } from '../../directory/access/scopes.js';
import type { DataClass } from '../../privacy/data-class.js';
import type { RegisterEntry, RegisterExchange } from '../../register/processing-register.js';
import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';

/** The classes of personal data of the standard. */
export const CLASS_WORDS: Readonly<Record<PrivacyClass, string>> = {
  N: 'Geen persoonsgegeven',
  I: 'Identificerend gegeven',
  P: 'Pseudoniem of sleutel',
  D: 'Direct persoonsgegeven',
  S: 'Bijzonder persoonsgegeven',
  C: 'Resultaat of gegeven over het onderwijs',
  F: 'Vrije tekst',
};

export const ROLE_WORDS: Readonly<Record<RegisterEntry['party']['role'], string>> = {
  ea: 'leverancier van leermiddelen',
  las: 'leerlingadministratie',
  client: 'ander systeem dat gegevens krijgt of levert',
};

export const EXCHANGE_WORDS: Readonly<Record<RegisterExchange['kind'], string>> = {
  leerlinggegevens: 'Leerlinggegevens',
  leerresultaten: 'Leerresultaten',
  rest: 'Gegevens via REST',
};

/** What a scope of REST lets a client see, in the words of a parent. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  'results:read': 'resultaten van toetsen, onder een code in plaats van een naam',
  'assessments:read': 'welke toetsen er zijn',
  'exchanges:read': 'welke berichten er waren, zonder gegevens van leerlingen',
  'learners:read': 'in welk leerjaar en welke groepen een leerling zit, onder een code in plaats van een naam',
  'groups:read': 'welke groepen er zijn',
  'teachers:read': 'welke leerkracht bij welke groep hoort, onder een code in plaats van een naam',
  'learners:identities': 'de naam, de geboortedatum, het geslacht, het begin van groep 3, het ECK iD en het nummer van een leerling',
  'results:write': 'resultaten van toetsen aanleveren',
  'audit:read': 'wie wat met gegevens heeft gedaan, zonder gegevens van leerlingen',
  'teachers:identities': 'de naam en het e-mailadres van een leerkracht',
  'goals:read': 'welke leerdoelen er zijn en welk lesmateriaal erbij hoort',
  'signals:read': 'signalen van leveranciers over een leerling, onder een code in plaats van een naam',
  'signals:write': 'signalen over een leerling aanleveren',
  'annotations:read': 'aantekeningen van leerkrachten bij leerdoelen, onder een code in plaats van een naam',
  'annotations:write': 'aantekeningen bij leerdoelen maken',
};

/** Scopes that let a client see nothing of a child. */
export const SCOPES_WITHOUT_CHILDREN: ReadonlySet<string> = new Set<Scope>([
  'assessments:read',
  'exchanges:read',
  'groups:read',
  'teachers:read',
  'teachers:identities',
  'audit:read',
  'goals:read',
]);

export const RETENTION_WORDS: Readonly<Record<DataClass, readonly [what: string, from: string]>> = {
  results: ['resultaten van toetsen', 'na het eind van het schooljaar'],
  'results-exercises': ['resultaten van oefeningen, als de leverancier zegt dat het oefeningen zijn', 'na het eind van het schooljaar'],
  'results-leavers': ['alle resultaten van een leerling die van school gaat', 'na het vertrek'],
  'roster-leavers': ['namen en andere gegevens van een leerling die van school gaat', 'na het vertrek'],
  exchanges: ['welke berichten er waren, zonder wat erin stond', 'na het bericht'],
  deliveries: ['aan wie resultaten zijn doorgegeven, zonder wat erin stond', 'nadat ze zijn doorgegeven'],
  signals: ['signalen van leveranciers over een leerling', 'na het eind van het schooljaar'],
  annotations: ['aantekeningen van leerkrachten bij leerdoelen', 'na het eind van het schooljaar'],
  disclosures: ['wie welke gegevens heeft gekregen', 'na de verstrekking'],
  erasures: ['dat gegevens zijn gewist, zonder te noemen van wie', 'na het wissen'],
  audit: ['wie wat heeft gedaan, zonder gegevens van leerlingen', 'na de handeling'],
};

/** A term as people say it: `2 jaar`, `30 dagen`. */
export function term(days: number): string {
  if (days === 0) return '0 dagen';
  if (days % 365 === 0) return `${days / 365} jaar`;
  return days === 1 ? '1 dag' : `${days} dagen`;
}

/** What a list of fields is called. */
const PROFILE_WORDS: Readonly<Record<string, string>> = {
  'smalle-set': 'de smalle set van de standaard',
  'lvs-set': 'de LVS-set van de standaard',
  resultaten: 'alle gegevens van resultaten die bewaard mogen worden',
  custom: 'een eigen lijst van gegevens',
  rest: 'wat bij de rechten staat',
};

/** The profile of an agreement in words, with the version that it is bound to. */
export function profileWords(profile: string): string {
  const [name = profile, version] = profile.split('@');
  return `${PROFILE_WORDS[name] ?? name}${version === undefined ? '' : `, in versie ${version}`}`;
}

/** What is said of a message of which no agreement is on record. */
export const MESSAGE_WORDS: Readonly<Record<string, string>> = {
  HaalLeerlinggegevens: 'leerlinggegevens opgehaald',
  HaalStructuur: 'groepen opgehaald',
  HaalLeerlingen: 'leerlingen opgehaald',
  HaalLeerkrachten: 'leerkrachten opgehaald',
  BrengLeerresultaten: 'leerresultaten gebracht',
  'results.write': 'resultaten aangeleverd',
};
