import type { PostedResults, PostedValue } from './posted-results.js';
import type { ValueKind } from './result.js';

const STEP = /^([^[]+)(?:\[(\d+)\])?$/;

/** Where the parts of a message stand in what was posted. `#` is the number of the part, from 0; a part without a place stands where its parent does. */
const IN_MESSAGE: Readonly<Record<string, string>> = {
  schooljaar: '/schoolYear',
  aanmaakdatum: '/createdAt',
  toetsafnames: '/results',
  toetsen: '/assessments',
};

const IN_RESULT: Readonly<Record<string, string>> = {
  leerlingid: '/learner/leerlingid',
  eckid: '/learner/eckId',
  '@key': '/key',
  afnamedatum: '/date',
  toetscode: '/activity/code',
  versie: '/activity/version',
  toetsonderdeelcode: '/activity/part/code',
  infourl: '/detailUrl',
};

const IN_ASSESSMENT: Readonly<Record<string, string>> = {
  toetscode: '/code',
  versie: '/version',
  toetsnaam: '/name',
  leerjaar: '/year',
  vakgebied: '/subject',
  toetsnormering: '/norm',
  toetsonderdeelnormering: '/norm',
  toetscategorie: '/category',
  toetsniveau: '/level',
  wegingsfactor: '/weight',
  norm: '/bands/#',
  term: '/term',
  omschrijving: '/description',
  beginnormwaarde: '/from',
  eindnormwaarde: '/to',
  normkleur: '/colour',
  rood_code: '/red',
  groen_code: '/green',
  blauw_code: '/blue',
  transparantie: '/opacity',
  schoolcijfer_vanaf: '/gradeFrom',
  schoolcijfer_totenmet: '/gradeTo',
  ingang: '/hierarchy/#',
  '@niveau': '/level',
  '@vocabulaire': '/vocabulary',
  toetsonderdeel: '/parts/#',
  toetsonderdeelvolgnummer: '/number',
  toetsonderdeelcode: '/code',
  toetsonderdeelnaam: '/name',
};

const KINDS: Readonly<Record<string, ValueKind>> = {
  score: 'score',
  aantalopgaven: 'numberItems',
  aantalgoed: 'numberCorrect',
  aantalfout: 'numberIncorrect',
  aantalgelezen: 'numberRead',
  tijd: 'durationSeconds',
  vaardigheidsscore: 'skillScore',
  betrouwbaarheidsinterval: 'intervalLow',
  bivlaag: 'intervalLow',
  bivhoog: 'intervalHigh',
};

const IN_REFERENCE: Readonly<Record<string, string>> = {
  codereferentiescore: '/scale',
  codevergelijkingsgroep: '/comparedWith',
  waarde: '/value',
  kwalificatie: '/meaning',
};

/**
 * The JSON pointer (RFC 6901) into what was posted, for a path in the message that `messageOf` made of it. Anything else is given back
 * as it is.
 */
export function pointerIn({ results }: Pick<PostedResults, 'results'>, path: string): string {
  const [, root, list, ...steps] = path.split('/');
  if (root !== 'leerresultaten_verzoek' || list === undefined) return path;
  if (list === 'school') return IN_MESSAGE[steps[0] ?? ''] ?? '';
  const base = IN_MESSAGE[list] ?? '';
  const [first, ...rest] = steps;
  const [, , number] = STEP.exec(first ?? '') ?? [];
  if (number === undefined) return base;
  const at = Number(number) - 1;
  if (list === 'toetsen') return `${base}/${at}${below(rest, IN_ASSESSMENT)}`;
  // A toetsafname stands for the learner of its one result.
  if (rest.length === 0) return `${base}/${at}/learner`;
  return `${base}/${at}${inResult(rest, results[at]?.values ?? [])}`;
}

function inResult(steps: readonly string[], values: readonly PostedValue[]): string {
  const last = nameOf(steps.at(-1) ?? '');
  const reference = steps.find((step) => nameOf(step) === 'referentiescore');
  if (reference !== undefined) {
    const which = Number(STEP.exec(reference)?.[2] ?? 1) - 1;
    const found = values.map(({ kind }, at) => (kind === 'reference' ? at : -1)).filter((at) => at >= 0)[which];
    return found === undefined ? '/values' : `/values/${found}${IN_REFERENCE[last] ?? ''}`;
  }
  if (last === 'codevaardigheidsschaal') return `/values/${values.findIndex(({ scale }) => scale !== undefined)}/scale`;
  const found = values.findIndex(({ kind }) => kind === KINDS[last]);
  if (found >= 0) return `/values/${found}${last === 'betrouwbaarheidsinterval' ? '' : '/value'}`;
  return steps.some((step) => step === 'osoresultaat') ? '/values' : below(steps, IN_RESULT);
}

function below(steps: readonly string[], places: Readonly<Record<string, string>>): string {
  return steps
    .map((step) => {
      const [, name = '', number] = STEP.exec(step) ?? [];
      return (places[name] ?? '').replace('/#', number === undefined ? '' : `/${Number(number) - 1}`);
    })
    .join('');
}

function nameOf(step: string): string {
  return STEP.exec(step)?.[1] ?? '';
}
