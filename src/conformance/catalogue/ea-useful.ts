import type { Requirement } from '../requirement.js';

const ADVICE = { role: 'ea', versions: ['1.0', '2.1', '2.2', '2.3'], strength: 'SHOULD', status: 'inferred' } as const;

/** What makes results useful to those who receive them, and what is sent without need. Counts for a person to look at: nothing of it is demanded. */
export const EA_USEFUL_REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'EA-USEFUL-01',
    ...ADVICE,
    source: 'c.12: X22 toetscategorie',
    en: 'Results tell their origin: the category of the test that they come from.',
    nl: 'Resultaten vertellen hun herkomst: de categorie van de toets waar zij uit komen.',
  },
  {
    id: 'EA-USEFUL-02',
    ...ADVICE,
    source: 'c.13: X22 toetsscore',
    en: 'Results tell their context: how many questions, how many correct, in how much time.',
    nl: 'Resultaten vertellen hun context: hoeveel vragen, hoeveel goed, in hoeveel tijd.',
  },
  {
    id: 'EA-USEFUL-03',
    ...ADVICE,
    source: 'c.11, c.14: X22',
    en: 'Results lead to a learning goal: a code that is bound to a vocabulary.',
    nl: 'Resultaten leiden naar een leerdoel: een code die aan een vocabulaire is gebonden.',
  },
  {
    id: 'EA-USEFUL-04',
    ...ADVICE,
    source: 'c.10: X22 infourl',
    en: 'Results link to their details.',
    nl: 'Resultaten verwijzen naar hun details.',
  },
  {
    id: 'EA-USEFUL-05',
    ...ADVICE,
    source: 'c.11, g: X22, V221',
    en: 'Tests have a name, a subject and a year that people can read.',
    nl: 'Toetsen hebben een naam, een vakgebied en een leerjaar die mensen kunnen lezen.',
  },
  {
    id: 'EA-USEFUL-06',
    ...ADVICE,
    source: 'c.12, c.13: X22',
    en: 'A figure can be understood: it comes with norms, or is one of OSO with its scale.',
    nl: 'Een cijfer is te begrijpen: er horen normen bij, of het is er een van OSO met zijn schaal.',
  },
  {
    id: 'EA-USEFUL-07',
    ...ADVICE,
    source: 'i: V221; spec i',
    en: 'Nothing personal is sent without need: no author, no remarks, no keys in links.',
    nl: 'Er gaat niets persoonlijks mee zonder noodzaak: geen auteur, geen opmerkingen, geen sleutels in links.',
  },
  {
    id: 'EA-USEFUL-08',
    ...ADVICE,
    source: 'i: V221 profielen',
    en: 'Questions name the data set that they need, so that no more than that is given.',
    nl: 'Vragen noemen de gegevensset die nodig is, zodat niet meer dan dat wordt gegeven.',
  },
  {
    id: 'EA-USEFUL-09',
    ...ADVICE,
    source: 'c.5, c.6: the needs of a client',
    en: 'The client works without the fields that an administration may leave out.',
    nl: 'De EA werkt zonder de velden die een administratie mag weglaten.',
  },
];
