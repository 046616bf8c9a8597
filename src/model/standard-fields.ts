import { ONDERDEELNORMERING, TOETS, TOETSNORMERING, TOETSONDERDEEL } from './results/result-paths.js';

/** A part of the model that stands for a field of the standard, or for an element that holds fields. */
export interface StandardField {
  /** Standard path, without indices. */
  readonly path: string;
  /** Elements around it that the model has no part for, outermost first. */
  readonly within?: readonly string[];
  /** What stands in it, by name in the model. Absent: a text. */
  readonly inner?: StandardFields;
}

export interface StandardFields {
  readonly [name: string]: StandardField;
}

const INGANG = `${TOETS}/toetshierarchie/ingang`;

/** What the parts of an `IncomingAssessment` stand for. */
export const ASSESSMENT_FIELDS: StandardFields = {
  code: term(`${TOETS}/toetscode`),
  version: term(`${TOETS}/versie`),
  name: { path: `${TOETS}/toetsnaam` },
  subject: term(`${TOETS}/vakgebied`),
  year: term(`${TOETS}/leerjaar`),
  hierarchy: {
    path: INGANG,
    within: [`${TOETS}/toetshierarchie`],
    inner: { level: { path: `${INGANG}/@niveau` }, entry: term(INGANG) },
  },
  norm: norms(TOETSNORMERING),
  parts: {
    path: TOETSONDERDEEL,
    within: [`${TOETS}/toetsonderdelen`],
    inner: {
      number: { path: `${TOETSONDERDEEL}/toetsonderdeelvolgnummer` },
      code: term(`${TOETSONDERDEEL}/toetsonderdeelcode`),
      name: { path: `${TOETSONDERDEEL}/toetsonderdeelnaam` },
      norm: norms(ONDERDEELNORMERING),
    },
  },
};

/** A text that may be bound to a vocabulary. */
function term(path: string): StandardField {
  return { path, inner: { value: { path }, vocabulary: { path: `${path}/@vocabulaire` } } };
}

function norms(path: string): StandardField {
  const norm = `${path}/norm`;
  return {
    path,
    inner: {
      category: term(`${path}/toetscategorie`),
      level: term(`${path}/toetsniveau`),
      weight: { path: `${path}/wegingsfactor` },
      vocabulary: { path: `${path}/@vocabulaire` },
      bands: {
        path: norm,
        inner: {
          term: { path: `${norm}/term` },
          description: { path: `${norm}/omschrijving` },
          from: { path: `${norm}/beginnormwaarde` },
          to: { path: `${norm}/eindnormwaarde` },
          colour: {
            path: `${norm}/normkleur`,
            inner: {
              red: { path: `${norm}/normkleur/rood_code` },
              green: { path: `${norm}/normkleur/groen_code` },
              blue: { path: `${norm}/normkleur/blauw_code` },
              opacity: { path: `${norm}/normkleur/transparantie` },
            },
          },
          gradeFrom: { path: `${norm}/schoolcijfer_vanaf` },
          gradeTo: { path: `${norm}/schoolcijfer_totenmet` },
        },
      },
    },
  };
}
