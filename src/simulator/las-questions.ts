import type { SchoolIdentification } from '../model/school-id.js';
import type { Root } from '../uwlr/grammar/grammar.js';
import {
  leerkrachtenAntwoord,
  leerkrachtenVerzoek,
  leerlingenAntwoord,
  leerlingenVerzoek,
  leerlinggegevensAntwoord,
  leerlinggegevensVerzoek,
  structuurAntwoord,
  structuurVerzoek,
} from '../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1, leerlinggegevensVerzoek1 } from '../uwlr/messages/v1/leerlinggegevens.js';
import type { AskedParts } from './las-members.js';

/** A question that an administration answers (UWLR, spec section b). */
export interface LasQuestion {
  readonly operation: string;
  readonly request: Root;
  readonly answer: Root;
  /** The element of the answer that holds the data. */
  readonly container: string;
  readonly gives: readonly ('groups' | 'learners' | 'teachers')[];
}

const ALL = ['groups', 'learners', 'teachers'] as const;

export const LAS_QUESTIONS: readonly LasQuestion[] = [
  of('HaalLeerlinggegevens', leerlinggegevensVerzoek, leerlinggegevensAntwoord, 'leerlinggegevens', ALL),
  of('HaalLeerlinggegevens', leerlinggegevensVerzoek1, leerlinggegevensAntwoord1, 'leerlinggegevens', ALL),
  of('HaalStructuur', structuurVerzoek, structuurAntwoord, 'leerlinggegevens-structuur', ['groups']),
  of('HaalLeerlingen', leerlingenVerzoek, leerlingenAntwoord, 'leerlinggegevens-leerlingen', ['learners']),
  of('HaalLeerkrachten', leerkrachtenVerzoek, leerkrachtenAntwoord, 'leerlinggegevens-leerkrachten', ['teachers']),
];

/** What a question says, in whatever version. */
export interface LasAsked extends SchoolIdentification {
  readonly schooljaar: string;
  readonly xsdversie: string;
  readonly gegevenssetid?: string;
  readonly laatstontvangengegevens?: string;
  readonly groepen?: AskedParts;
}

function of(operation: string, request: Root, answer: Root, container: string, gives: LasQuestion['gives']): LasQuestion {
  return { operation, request, answer, container, gives };
}
