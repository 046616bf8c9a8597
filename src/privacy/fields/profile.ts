import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';
import { MODEL_FIELDS } from './model-fields.js';

/**
 * Why a field was taken out, or out of sight, before a message was stored. The strip record names it with the path and how
 * often; never with a value. Of a field that is `bsn-like` only the number went.
 */
export type StripRule = 'not-in-profile' | 'replaced-by-alias' | 'by-infourl-rule';

/**
 * What may be kept of a message, by path (`leerresultaten_verzoek/school/schooljaar`, an attribute as `.../@key`; what UWLR has no place
 * for by its name in the model: `goalLinks`). A path that is
 * neither allowed nor withheld is taken out too; a test sees to it that every field of the grammar is one of the two, so that
 * somebody has decided.
 */
export interface Profile {
  readonly name: string;
  readonly allowed: ReadonlySet<string>;
  readonly withheld: ReadonlyMap<string, StripRule>;
  /** Classes of fields that may be kept of a registered extension: those are not in the grammar, so they have no path here. */
  readonly extensionClasses: readonly PrivacyClass[];
}

const ROOT = 'leerresultaten_verzoek';
const AFNAME = `${ROOT}/toetsafnames/toetsafname`;
const RESULTAAT = `${AFNAME}/resultaten/resultaat`;
const TOETSSCORE = `${RESULTAAT}/osoresultaat/toetsscore`;
const TOETS = `${ROOT}/toetsen/toets`;

/** What a result needs: the school, a pseudonym, the figures, and the definition of the test. */
export const RESULTATEN: Profile = {
  name: 'resultaten',
  allowed: new Set([
    ROOT,
    ...fields(`${ROOT}/school`, '', 'schooljaar', 'brincode', 'dependancecode', 'schoolkey', 'aanmaakdatum', 'xsdversie'),
    ...fields(`${ROOT}/toetsafnames`, '', 'toetsafname', 'toetsafname/eckid', 'toetsafname/resultaten'),
    ...fields(
      RESULTAAT,
      '',
      '@key',
      'afnamedatum',
      'toetscode',
      'toetsonderdeelcode',
      'score',
      'anderresultaat',
      'anderresultaat/andere_score',
    ),
    ...bound(`${RESULTAAT}/versie`),
    ...fields(`${RESULTAAT}/osoresultaat`, '', 'toetsscore'),
    ...fields(
      TOETSSCORE,
      'aantalopgaven',
      'aantalgoed',
      'aantalfout',
      'aantalgelezen',
      'tijd',
      'vaardigheidsscore',
      'codevaardigheidsschaal',
    ),
    ...fields(`${TOETSSCORE}/betrouwbaarheidsinterval`, '', 'bivlaag', 'bivhoog'),
    ...fields(`${RESULTAAT}/osoresultaat/referentiescore`, '', 'codereferentiescore', 'codevergelijkingsgroep', 'waarde', 'kwalificatie'),
    ...fields(`${ROOT}/toetsen`, '', 'toets', 'toets/toetsnaam'),
    ...bound(`${TOETS}/toetscode`),
    ...bound(`${TOETS}/versie`),
    ...bound(`${TOETS}/leerjaar`),
    ...bound(`${TOETS}/vakgebied`),
    ...norms(`${TOETS}/toetsnormering`),
    ...fields(`${TOETS}/toetshierarchie`, '', 'ingang/@niveau'),
    ...bound(`${TOETS}/toetshierarchie/ingang`),
    ...fields(
      `${TOETS}/toetsonderdelen`,
      '',
      'toetsonderdeel',
      'toetsonderdeel/toetsonderdeelvolgnummer',
      'toetsonderdeel/toetsonderdeelnaam',
    ),
    ...bound(`${TOETS}/toetsonderdelen/toetsonderdeel/toetsonderdeelcode`),
    ...norms(`${TOETS}/toetsonderdelen/toetsonderdeel/toetsonderdeelnormering`),
    ...MODEL_FIELDS.keys(),
  ]),
  withheld: new Map<string, StripRule>([
    [`${ROOT}/school/auteur`, 'not-in-profile'],
    [`${ROOT}/school/commentaar`, 'not-in-profile'],
    [`${AFNAME}/leerlingid`, 'replaced-by-alias'],
    [`${AFNAME}/resultaatverwerkerid`, 'not-in-profile'],
    [`${RESULTAAT}/infourl`, 'by-infourl-rule'],
  ]),
  extensionClasses: ['N', 'C'],
};

function fields(parent: string, ...names: readonly string[]): string[] {
  return names.map((name) => (name === '' ? parent : `${parent}/${name}`));
}

/** A field that may be bound to a vocabulary. */
function bound(path: string): string[] {
  return [path, `${path}/@vocabulaire`, `${path}/@vocabulairelocatie`];
}

function norms(path: string): string[] {
  const colour = fields(`${path}/norm/normkleur`, '', 'rood_code', 'groen_code', 'blauw_code', 'transparantie');
  const norm = fields(
    `${path}/norm`,
    '',
    'term',
    'omschrijving',
    'beginnormwaarde',
    'eindnormwaarde',
    'schoolcijfer_vanaf',
    'schoolcijfer_totenmet',
  );
  return [...bound(path), ...bound(`${path}/toetscategorie`), ...bound(`${path}/toetsniveau`), `${path}/wegingsfactor`, ...norm, ...colour];
}
