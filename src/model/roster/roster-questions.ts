import type { Root } from '../../uwlr/grammar/grammar.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevensAntwoord,
  leerlinggegevensVerzoek,
  structuurAntwoord,
  structuurVerzoek,
} from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1, leerlinggegevensVerzoek1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import type { SchoolIdentification } from '../school-id.js';

/** Which parts of a roster an operation gives. */
export type Part = 'groups' | 'learners' | 'teachers';

/** One of the questions for pupil data (spec, section b), and the answer that goes with it. */
export interface Question {
  readonly operation: string;
  readonly request: Root;
  readonly answer: Root;
  /** The element within the answer that holds the data. */
  readonly container: string;
  readonly parts: readonly Part[];
}

/** All of them; the first is the usual one. */
export const QUESTIONS: readonly Question[] = [
  {
    operation: 'HaalLeerlinggegevens',
    request: leerlinggegevensVerzoek,
    answer: leerlinggegevensAntwoord,
    container: 'leerlinggegevens',
    parts: ['groups', 'learners', 'teachers'],
  },
  {
    operation: 'HaalStructuur',
    request: structuurVerzoek,
    answer: structuurAntwoord,
    container: 'leerlinggegevens-structuur',
    parts: ['groups'],
  },
  {
    operation: 'HaalLeerlingen',
    request: leerlingenVerzoek,
    answer: leerlingenAntwoord,
    container: 'leerlinggegevens-leerlingen',
    parts: ['learners'],
  },
  {
    operation: 'HaalLeerkrachten',
    request: leerkrachtenVerzoek,
    answer: leerkrachtenAntwoord,
    container: 'leerlinggegevens-leerkrachten',
    parts: ['teachers'],
  },
  {
    operation: 'HaalLeerlinggegevens',
    request: leerlinggegevensVerzoek1,
    answer: leerlinggegevensAntwoord1,
    container: 'leerlinggegevens',
    parts: ['groups', 'learners', 'teachers'],
  },
];

/** What every question says, in whatever version. */
export interface Asked extends SchoolIdentification {
  readonly schooljaar: string;
  readonly xsdversie?: string;
  readonly gegevenssetid?: string;
  readonly laatstontvangengegevens?: string;
  /** Of whom, for pupils or staff of some groups. */
  readonly groepen?: AskedGroups;
}

export interface AskedGroups {
  readonly groep?: readonly { readonly key?: string }[];
  readonly samengestelde_groep?: readonly { readonly key?: string }[];
}
