/**
 * The vocabularies that the gateway holds (spec, section g). A term is judged only against one of these: a vocabulary that
 * is not here counts as not found, which the standard says is no error. Nothing is ever fetched.
 */

/** Subjects of method-bound tests in primary education, June 2018. The terms are the labels themselves. */
const VAKGEBIEDEN = [
  'Voorschoolse educatie',
  'Kleuteronderwijs',
  'Mondeling Taalonderwijs',
  'Groep 3 lezen, taal en spelling',
  'Spelling',
  'Voortgezet taal',
  'Begrijpend/studerend lezen',
  'Voortgezet technisch lezen',
  'Voortgezet lezen',
  'Schrijven',
  'Engels',
  'Fries',
  'Rekenen en wiskunde',
  'Wereldoriëntatie',
  'Verkeer',
  'Natuur- en techniekonderwijs',
  'Aardrijkskunde',
  'Geschiedenis',
  'Godsdienst / levensbeschouwing',
  'Bewegen',
  'Beeldende vorming',
  'Muzische vorming of muziek',
  'Drama',
];

export const VAKGEBIEDEN_URI = 'http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd';

const BY_URI: ReadonlyMap<string, ReadonlySet<string>> = new Map([[VAKGEBIEDEN_URI, new Set(VAKGEBIEDEN.map((term) => term.normalize()))]]);

/** Whether a term is in a vocabulary; undefined when the vocabulary is not known here. White space around the term counts for nothing. */
export function isTerm(vocabulary: string, term: string): boolean | undefined {
  return BY_URI.get(vocabulary)?.has(term.trim().normalize());
}

/** OSO code list 11: kinds of reference score. `NAZ` and `LA` joined after OSO 1.2, so an old peer may refuse them. */
export const OSO_REFERENTIESCORES: ReadonlySet<string> = new Set([
  'AE',
  'CAE',
  'IV',
  'CIV',
  'FN',
  'ON',
  'DLE',
  'Percentiel',
  'Percentage',
  'T-score',
  'Stanine',
  'DQ',
  'IQ',
  'ERK',
  'C-score',
  'Norm',
  'RNTRM',
  'ZML',
  'LGH',
  'AVI',
  'NAZ',
  'LM',
  'Standaardscore',
  'LA',
]);

/** OSO code list 22: groups to compare with. */
export const OSO_VERGELIJKINGSGROEPEN: ReadonlySet<string> = new Set(['BB+', 'BB', 'KB', 'GT', 'HAVO', 'VWO', 'Landelijk']);
