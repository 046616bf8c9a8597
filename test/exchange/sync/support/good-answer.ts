import { QUESTIONS, type Question } from '../../../../src/model/roster/roster-questions.js';
import { lasAnswer } from '../../../../src/synthetic/school/las-answer.js';
import { type SyntheticAdministration, syntheticSchool } from '../../../../src/synthetic/school/synthetic-school.js';
import type { UwlrVersion } from '../../../../src/uwlr/finding.js';
import { YEAR } from './fetching-school.js';

/** The answer with all of an invented school, as text without envelope. */
export function goodAnswer(school: SyntheticAdministration = syntheticSchool({ brin: '99XX' }), version: UwlrVersion = '2.2'): string {
  const question = QUESTIONS.at(version === '1.0' ? -1 : 0) as Question;
  const asked = { schooljaar: YEAR, xsdversie: version };
  const madeAt = '2026-09-01T08:00:00Z';
  const parts = lasAnswer({ question, asked, version, set: 'smalle-set', school, madeAt });
  return [...(parts ?? [])].join('');
}

const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';

/** An answer that there is nothing to give. */
export function answerWithout(what: 'geenwijzigingen' | 'geengegevens'): string {
  return `<leerlinggegevens_antwoord xmlns="${LG}"><${what}/></leerlinggegevens_antwoord>`;
}
