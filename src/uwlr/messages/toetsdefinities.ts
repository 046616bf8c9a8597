import { schema, sequence } from '../grammar/combinators.js';
import type { ValueOf } from '../grammar/grammar.js';
import { toetsen } from './toets.js';

const td = schema({
  id: 'toetsdefinities',
  namespace: 'http://www.edustandaard.nl/leerresultaten/2/toetsdefinities',
  prefix: 'td',
  title: 'Definitions of tests without results, for exchange as a file',
});

/** Test definitions as a file (UWLR, Toetsdefinitiesoverdracht). No uniqueness of toetscode is declared here. */
export const toetsdefinities = td.root('Toetsdefinities', td.inline(sequence(toetsen)), 'Definitions of tests');

export type Toetsdefinities = ValueOf<typeof toetsdefinities>;
