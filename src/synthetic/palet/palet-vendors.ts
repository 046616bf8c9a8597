import type { Toets } from '../../uwlr/messages/leerresultaten.js';
import { VAKGEBIEDEN_URI } from '../../uwlr/vocabularies.js';
import { goalUriOf } from './palet-goals.js';

/** A method: tests of blocks with points, norms and parts. It knows pupils by the key of the administration, and speaks 2.2. */
export const METHOD = { klantcode: 'REKENPALET', klantnaam: 'Rekenpalet (verzonnen)', version: '2.2' } as const;
/** Adaptive exercises: a skill score on a scale of its own, counts and time. It knows pupils by ECK iD alone, and speaks 2.3. */
export const EXERCISES = { klantcode: 'OEFENTUIN', klantnaam: 'Oefentuin (verzonnen)', version: '2.3' } as const;

const NORMS = [
  { term: 'onvoldoende', omschrijving: 'Herhaal het blok', beginnormwaarde: '0', eindnormwaarde: '11' },
  { term: 'voldoende', beginnormwaarde: '12', eindnormwaarde: '16' },
  { term: 'goed', omschrijving: 'Kan door met de plustaken', beginnormwaarde: '17', eindnormwaarde: '20' },
];

/** Tests of the method: day, code and parts. The fourth has no parts, and no place in the mapping. */
export const METHOD_TESTS = [
  { code: 'RP-5-1', day: '2026-09-18', parts: ['Klok', 'Optellen'] },
  { code: 'RP-5-2', day: '2026-10-09', parts: ['Lengte', 'Tafels'] },
  { code: 'RP-5-3', day: '2026-11-06', parts: ['Gewicht', 'Delen'] },
  { code: 'RP-5-4', day: '2026-11-20', parts: [] },
] as const;

export function methodTest({ code, parts }: (typeof METHOD_TESTS)[number]): Toets {
  const number = code.slice(-1);
  return {
    toetscode: { value: code },
    versie: { value: '2026' },
    toetsnaam: `Rekenpalet blok ${number}`,
    leerjaar: { value: '5' },
    vakgebied: { value: 'Rekenen en wiskunde', vocabulaire: VAKGEBIEDEN_URI },
    toetsnormering: { norm: NORMS },
    toetshierarchie: {
      ingang: [
        { value: 'Rekenpalet', niveau: '1' },
        { value: `Blok ${number}`, niveau: '2' },
      ],
    },
    ...(parts.length === 0
      ? {}
      : {
          toetsonderdelen: {
            toetsonderdeel: parts.map((name, at) => ({
              toetsonderdeelvolgnummer: String(at + 1),
              toetsonderdeelcode: { value: partCode(code, at) },
              toetsonderdeelnaam: name,
            })),
          },
        }),
  };
}

export function partCode(code: string, at: number): string {
  return `${code}-${at === 0 ? 'A' : 'B'}`;
}

/** Exercises: code and name. The last has no place in the mapping. */
export const EXERCISE_TOPICS = [
  ['OT-KLOK', 'Klokkijken'],
  ['OT-METEN', 'Meten'],
  ['OT-TAFEL', 'Tafels'],
  ['OT-PUZZEL', 'Rekenpuzzels'],
] as const;

export function exercise([code, name]: (typeof EXERCISE_TOPICS)[number]): Toets {
  return {
    toetscode: { value: code },
    toetsnaam: name,
    leerjaar: { value: '5' },
    toetshierarchie: { ingang: [{ value: 'Oefentuin', niveau: '1' }] },
  };
}

/** What the vendors declare, in the format of `uwlr profile add`. Of counts and time Oefentuin declares nothing. */
export const PALET_PROFILES = [
  {
    party: METHOD.klantcode,
    product: 'REKENPALET-5',
    title: 'Rekenpalet, groep 5',
    selector: { codePrefixes: ['RP-5-'] },
    origins: [{ originType: 'methodTest' }],
    figures: [
      {
        kind: 'score',
        unit: 'points',
        scale: { from: '0', to: '20' },
        meaning: 'Opgaven van de bloktoets die goed waren',
        notMeaning: 'Geen beheersing van de stof van eerdere blokken',
      },
    ],
    adaptive: 'no',
    targetLevel: 'notConsidered',
    durability: 'notTested',
    signalsFrom: 'rules',
  },
  {
    party: EXERCISES.klantcode,
    product: 'OEFENTUIN',
    title: 'Oefentuin',
    selector: { codePrefixes: ['OT-'] },
    origins: [{ originType: 'exercise' }],
    figures: [
      {
        kind: 'skillScore',
        unit: 'punten',
        scale: { from: '0', to: '1000' },
        meaning: 'Plaats op de schaal van Oefentuin, na de laatste oefening',
        notMeaning: 'Niet te vergelijken met punten van een toets',
      },
    ],
    adaptive: 'yes',
    targetLevel: 'considered',
    durability: 'tested',
    signalsFrom: 'model',
    explanationUrl: 'https://oefentuin.example/uitleg',
  },
] as const;

const HEAD = 'product,code,part,supplier_goal,supplier_goal_title,goal,coverage';

/** Mappings as CSV. One goes to a goal that was replaced, one to a goal that no set has, and one says nothing of how it fits. */
export const METHOD_MAPPING = lines(
  `REKENPALET-5,RP-5-1,RP-5-1-A,,,${goalUriOf('P.1')},full`,
  `REKENPALET-5,RP-5-1,RP-5-1-B,,,${goalUriOf('P.5')},partial`,
  `REKENPALET-5,RP-5-2,RP-5-2-A,,,${goalUriOf('P.3')},full`,
  `REKENPALET-5,RP-5-2,RP-5-2-B,,,${goalUriOf('P.6')},full`,
  `REKENPALET-5,RP-5-3,RP-5-3-A,,,${goalUriOf('P.4')},partial`,
  `REKENPALET-5,RP-5-3,RP-5-3-B,,,${goalUriOf('P.OUD')},full`,
);
export const EXERCISES_MAPPING = lines(
  `OEFENTUIN,OT-KLOK,,OT-1,Klok lezen,${goalUriOf('P.1')},broader`,
  `OEFENTUIN,OT-KLOK,,OT-1,Klok lezen,${goalUriOf('P.2')},partial`,
  `OEFENTUIN,OT-METEN,,OT-2,Meten is weten,${goalUriOf('P.3')},`,
  `OEFENTUIN,OT-TAFEL,,OT-3,Tafels oefenen,${goalUriOf('P.6')},full`,
  `OEFENTUIN,OT-TAFEL,,OT-4,Tafels toepassen,${goalUriOf('P.ONBEKEND')},unknown`,
);

function lines(...rows: readonly string[]): string {
  return `${[HEAD, ...rows].join('\n')}\n`;
}
