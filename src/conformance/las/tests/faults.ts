import type { ConformanceTest } from '../../conformance-test.js';
import { inWords } from '../../reader/soap-answer.js';
import { fail, pass } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';

export const FAULT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/faults/klantcode-unknown',
    requirement: 'LAS-FAULT-01',
    revision: 1,
    level: 'standard',
    en: 'An unknown klantcode is refused with its fault',
    nl: 'Een onbekende klantcode krijgt de fout die erbij hoort',
    needs: ['las/pupils/answered'],
    async run(las) {
      const answer = await las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ klantcode: 'ONBEKEND-CONFORM' }) });
      const evidence = [{ kind: 'fault', text: inWords(answer), exchange: answer.exchange.number }] as const;
      if (answer.kind === 'fault' && answer.code === 'Client.OngeldigeKlantIdentificatie') return pass(...evidence);
      return fail({ expected: 'fault Client.OngeldigeKlantIdentificatie', actual: inWords(answer), evidence });
    },
  },
];
