import type { Requirement } from '../requirement.js';

const role = 'las' as const;
const versions = ['1.0', '2.1', '2.2', '2.3'] as const;

/** What a LAS has to do with questions for pupil data (spec a, b, c.1 to c.6, f). */
export const LAS_PUPIL_REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'LAS-PUPILS-01',
    role,
    versions,
    strength: 'MUST',
    source: 'b, c.2: W22, X22',
    status: 'confirmed',
    en: 'A valid question with valid credentials is answered with leerlinggegevens_antwoord under HTTP 200.',
    nl: 'Een geldige vraag met geldige gegevens van de klant wordt beantwoord met leerlinggegevens_antwoord onder HTTP 200.',
  },
];
