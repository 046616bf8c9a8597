import type { Toets } from '../../uwlr/messages/leerresultaten.js';
import { VAKGEBIEDEN_URI } from '../../uwlr/vocabularies.js';

const NORMS = [
  { term: 'oefenen', omschrijving: 'Heeft nog oefening nodig', beginnormwaarde: '0', eindnormwaarde: '11' },
  { term: 'voldoende', omschrijving: 'Beheerst de stof', beginnormwaarde: '12', eindnormwaarde: '16' },
  { term: 'goed', omschrijving: 'Kan meer aan', beginnormwaarde: '17', eindnormwaarde: '20' },
];

/** A test of the invented method: a total score out of 20, and two parts out of 10. */
export const REKENEN: Toets = {
  toetscode: { value: 'REK-5-1' },
  versie: { value: '2026' },
  toetsnaam: 'Rekenen blok 1',
  leerjaar: { value: '5' },
  vakgebied: { value: 'Rekenen en wiskunde', vocabulaire: VAKGEBIEDEN_URI },
  toetsnormering: { norm: NORMS },
  toetshierarchie: {
    ingang: [
      { value: 'Rekenen op maat', niveau: '1' },
      { value: 'Groep 5', niveau: '2' },
    ],
  },
  toetsonderdelen: {
    toetsonderdeel: [
      { toetsonderdeelvolgnummer: '1', toetsonderdeelcode: { value: 'REK-5-1-A' }, toetsonderdeelnaam: 'Optellen tot 1000' },
      { toetsonderdeelvolgnummer: '2', toetsonderdeelcode: { value: 'REK-5-1-B' }, toetsonderdeelnaam: 'Klokkijken' },
    ],
  },
};

/** A test with results as OSO has them: counts, time, skill score and a score to compare by. */
export const LEZEN: Toets = {
  toetscode: { value: 'LEZ-M5' },
  toetsnaam: 'Begrijpend lezen midden groep 5',
  leerjaar: { value: '5' },
  vakgebied: { value: 'Begrijpend/studerend lezen', vocabulaire: VAKGEBIEDEN_URI },
};
