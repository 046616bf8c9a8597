import type { ConformanceTest } from '../../../conformance-test.js';
import { inWords } from '../../../reader/soap-answer.js';
import { fail, notApplicable, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { BEFORE_QUESTIONS, came, judgeRefusal, withAnswer } from '../refusal.js';
import { otherThan } from '../transport/same-answer.js';

const SINCE_2 = ['2.1', '2.2', '2.3'] as const;

/** A question in steps that is refused as the question for everything is. */
function refusedInSteps(id: string, code: string, en: string, nl: string, send: (las: LasSubject) => ReturnType<LasSubject['ask']>) {
  return {
    id,
    requirement: 'LAS-FAULT-32',
    revision: 1,
    level: 'standard',
    versions: SINCE_2,
    en,
    nl,
    needs: BEFORE_QUESTIONS,
    async run(las) {
      const usual = await las.pupils('structuur_verzoek');
      if (usual.kind !== 'payload') return notApplicable(`questions in steps are not answered: ${inWords(usual)}`);
      return judgeRefusal(await send(las), [code], { ...came(usual), text: `without the defect: ${inWords(usual)}` });
    },
  } satisfies ConformanceTest<LasSubject>;
}

/** What faults do beyond the single message. */
export const FAULT_BEHAVIOUR_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/faults/told-apart',
    requirement: 'LAS-FAULT-31',
    revision: 1,
    level: 'standard',
    en: 'Four different reasons give four different fault codes',
    nl: 'Vier verschillende redenen geven vier verschillende foutcodes',
    needs: BEFORE_QUESTIONS,
    run: (las) =>
      withAnswer(las, async (control) => {
        const answers = [
          await las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ klantcode: 'ONBEKEND-CONFORM' }) }),
          await las.ask('leerlinggegevens_verzoek', {}, { header: las.header({ autorisatiesleutel: 'ONBEKEND-CONFORM' }) }),
          await las.ask('leerlinggegevens_verzoek', { xsdversie: '9.9' }),
          await las.refusal(),
        ];
        const codes = new Set(answers.map((answer) => (answer.kind === 'fault' ? answer.code : undefined)));
        const evidence = [control, ...answers.map(came)] as const;
        if (codes.size === answers.length && !codes.has(undefined)) return pass(...evidence);
        return fail({ expected: 'four different fault codes', actual: answers.map(inWords).join('; '), evidence });
      }),
  },
  refusedInSteps(
    'las/faults/steps-malformed',
    'Client.OngeldigBericht',
    'A malformed question in steps is refused with its fault',
    'Een verkeerd gevormde vraag in stappen krijgt de fout die erbij hoort',
    (las) => las.ask('structuur_verzoek', { schoolYear: `${las.config.schoolYear}x` }),
  ),
  refusedInSteps(
    'las/faults/steps-key-wrong',
    'Client.AutorisatieOngeldig',
    'A question in steps with a wrong key is refused with its fault',
    'Een vraag in stappen met een onjuiste sleutel krijgt de fout die erbij hoort',
    (las) => las.ask('structuur_verzoek', {}, { header: las.header({ autorisatiesleutel: 'ONBEKEND-CONFORM' }) }),
  ),
  refusedInSteps(
    'las/faults/steps-klantcode-unknown',
    'Client.OngeldigeKlantIdentificatie',
    'A question in steps with an unknown klantcode is refused with its fault',
    'Een vraag in stappen met een onbekende klantcode krijgt de fout die erbij hoort',
    (las) => las.ask('structuur_verzoek', {}, { header: las.header({ klantcode: 'ONBEKEND-CONFORM' }) }),
  ),
  refusedInSteps(
    'las/faults/steps-xsdversie-unsupported',
    'Client.XsdVersieOngeldig',
    'A question in steps with an unsupported version is refused with its fault',
    'Een vraag in stappen met een niet ondersteunde versie krijgt de fout die erbij hoort',
    (las) => las.ask('structuur_verzoek', { xsdversie: '9.9' }),
  ),
  {
    id: 'las/faults/answers-after-refusal',
    requirement: 'LAS-FAULT-33',
    revision: 1,
    level: 'standard',
    en: 'After a refusal the usual question is answered',
    nl: 'Na een weigering wordt de gewone vraag beantwoord',
    needs: BEFORE_QUESTIONS,
    run: (las) =>
      withAnswer(las, async (control, usual) => {
        const refused = await las.refusal();
        if (refused.kind !== 'fault') return skip(`nothing was refused: ${inWords(refused)}`);
        const next = await las.ask();
        const evidence = [came(next), came(refused), control] as const;
        const other = otherThan(usual, next);
        if (other === undefined) return pass(...evidence);
        return fail({ expected: 'the answer to the usual question', actual: other, evidence });
      }),
  },
];
