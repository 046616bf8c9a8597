import type { ConformanceTest } from '../../conformance-test.js';
import { inWords } from '../../reader/soap-answer.js';
import { fail, pass } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';

export const PUPIL_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/pupils/answered',
    requirement: 'LAS-PUPILS-01',
    revision: 1,
    level: 'connect',
    en: 'The usual question is answered with pupil data',
    nl: 'De gewone vraag wordt beantwoord met leerlinggegevens',
    perVersion: true,
    async run(las) {
      const answer = await las.pupils();
      const root = las.version === '1.0' ? 'leerlinggegevensantwoord' : 'leerlinggegevens_antwoord';
      const seen = { kind: 'answer', text: inWords(answer), exchange: answer.exchange.number } as const;
      if (answer.kind !== 'payload' || answer.payload.local !== root || answer.status !== 200)
        return fail({ expected: `${root} under HTTP 200`, actual: inWords(answer), evidence: [seen] });
      const pupils = [...answer.payload.children].flatMap(
        (part) => part.children.find(({ local }) => local === 'leerlingen')?.children ?? [],
      );
      if (pupils.length === 0) return fail({ expected: 'at least one leerling', actual: 'none', evidence: [seen] });
      return pass(seen, { kind: 'element', text: `${pupils.length} leerling`, path: pupils[0]?.path ?? '', exchange: seen.exchange });
    },
  },
];
