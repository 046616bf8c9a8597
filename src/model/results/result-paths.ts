import type { ValueKind } from '../result.js';

/** Where the parts of the canonical model come from, by standard path: what an agreement calls them. */
const ROOT = 'leerresultaten_verzoek';
export const AFNAME = `${ROOT}/toetsafnames/toetsafname`;
const TOETSSCORE = 'osoresultaat/toetsscore';
const INTERVAL = `${TOETSSCORE}/betrouwbaarheidsinterval`;

export const SCHOOLJAAR = `${ROOT}/school/schooljaar`;
export const ECKID = `${AFNAME}/eckid`;
export const RESULTAAT = `${AFNAME}/resultaten/resultaat`;
export const TOETS = `${ROOT}/toetsen/toets`;
export const TOETSONDERDEEL = `${TOETS}/toetsonderdelen/toetsonderdeel`;
export const TOETSNORMERING = `${TOETS}/toetsnormering`;
export const ONDERDEELNORMERING = `${TOETSONDERDEEL}/toetsonderdeelnormering`;

/** Per kind of figure its field, and that of its scale, below the `resultaat`. Those of `anderresultaat` are as the parties agreed on. */
export const FIGURES: Readonly<Record<Exclude<ValueKind, 'other'>, { readonly field: string; readonly scale?: string }>> = {
  score: { field: 'score' },
  numberItems: { field: `${TOETSSCORE}/aantalopgaven` },
  numberCorrect: { field: `${TOETSSCORE}/aantalgoed` },
  numberIncorrect: { field: `${TOETSSCORE}/aantalfout` },
  numberRead: { field: `${TOETSSCORE}/aantalgelezen` },
  durationSeconds: { field: `${TOETSSCORE}/tijd` },
  skillScore: { field: `${TOETSSCORE}/vaardigheidsscore`, scale: `${TOETSSCORE}/codevaardigheidsschaal` },
  intervalLow: { field: `${INTERVAL}/bivlaag`, scale: `${TOETSSCORE}/codevaardigheidsschaal` },
  intervalHigh: { field: `${INTERVAL}/bivhoog`, scale: `${TOETSSCORE}/codevaardigheidsschaal` },
  reference: { field: 'osoresultaat/referentiescore/waarde', scale: 'osoresultaat/referentiescore/codereferentiescore' },
};
