import { FAULT_CODES } from '../../../../uwlr/fault-code.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import { inWords, SOAP_11, type SoapFault } from '../../../reader/soap-answer.js';
import { child } from '../../../reader/xml-node.js';
import { fail, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { BEFORE_QUESTIONS, came, judgeRefusal, withAnswer } from '../refusal.js';

const STANDARD_CODES: ReadonlySet<string> = new Set([...FAULT_CODES, 'VersionMismatch', 'MustUnderstand']);
const PARTS: ReadonlySet<string> = new Set(['faultcode', 'faultstring', 'faultactor', 'detail']);

interface Look {
  readonly id: string;
  readonly requirement: string;
  readonly en: string;
  readonly nl: string;
  /** What should be so, as it stands in reports: `a faultstring with a text`. */
  readonly expected: string;
  /** What is wrong with the fault; undefined: nothing. */
  readonly wrong: (fault: SoapFault, las: LasSubject) => string | undefined;
}

/** A test that looks at the fault that an invalid question gets. */
function looksAtFault({ expected, wrong, ...test }: Look): ConformanceTest<LasSubject> {
  return {
    ...test,
    revision: 1,
    level: 'standard',
    needs: BEFORE_QUESTIONS,
    async run(las) {
      const answer = await las.refusal();
      if (answer.kind !== 'fault') return skip(`no fault to look at: ${inWords(answer)}`);
      const actual = wrong(answer, las);
      const evidence = came(answer);
      if (actual !== undefined) return fail({ expected, actual, evidence: [evidence] });
      return pass(evidence, { kind: 'element', text: expected, path: answer.fault.path, exchange: answer.exchange.number });
    },
  };
}

/** The form of a fault, whatever it is about. */
export const FAULT_FORM_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/faults/is-a-fault',
    requirement: 'LAS-FAULT-51',
    revision: 1,
    level: 'connect',
    en: 'An invalid question is refused with a Fault of SOAP 1.1',
    nl: 'Een ongeldige vraag wordt geweigerd met een Fault van SOAP 1.1',
    advice: {
      en: 'Answer a refused message with a soap:Fault in the Body. A page, an empty answer or pupil data does not tell the vendor what is wrong.',
      nl: 'Beantwoord een geweigerd bericht met een soap:Fault in de Body. Een pagina of een leeg antwoord vertelt de leverancier niet wat er mis is.',
    },
    needs: BEFORE_QUESTIONS,
    run: (las) =>
      withAnswer(las, async (control) => {
        const answer = await las.refusal();
        if (answer.kind !== 'fault') {
          const expected = `a fault: the question had schooljaar ${las.config.schoolYear}x`;
          return fail({ expected, actual: inWords(answer), evidence: [came(answer), control] });
        }
        return judgeRefusal(answer, [], control);
      }),
  },
  looksAtFault({
    id: 'las/faults/code-namespace',
    requirement: 'LAS-FAULT-52',
    en: 'The faultcode is in the namespace of the envelope',
    nl: 'De faultcode staat in de namespace van de envelop',
    expected: 'a faultcode in the namespace of the envelope',
    wrong: ({ codeNamespace }) =>
      codeNamespace === SOAP_11 ? undefined : codeNamespace === '' ? 'a faultcode in no namespace' : 'a faultcode in another namespace',
  }),
  looksAtFault({
    id: 'las/faults/code-known',
    requirement: 'LAS-FAULT-53',
    en: 'The faultcode is one of those of the standard',
    nl: 'De faultcode is een van die van de standaard',
    expected: 'a faultcode of the standard',
    wrong: (fault) => (STANDARD_CODES.has(fault.code) ? undefined : inWords(fault)),
  }),
  looksAtFault({
    id: 'las/faults/has-text',
    requirement: 'LAS-FAULT-54',
    en: 'The fault has a faultstring with a text',
    nl: 'De fout heeft een faultstring met een tekst',
    expected: 'a faultstring with a text',
    wrong: ({ fault, text }) => {
      if (child(fault, 'faultstring') === undefined) return 'no faultstring';
      return text === '' ? 'an empty faultstring' : undefined;
    },
  }),
  looksAtFault({
    id: 'las/faults/parts',
    requirement: 'LAS-FAULT-55',
    en: 'The parts of the fault are those of SOAP 1.1, in no namespace',
    nl: 'De onderdelen van de fout zijn die van SOAP 1.1, zonder namespace',
    expected: 'parts of SOAP 1.1 in no namespace',
    wrong: ({ fault }) => {
      if (fault.children.some(({ namespace }) => namespace !== '')) return 'a part in a namespace';
      return fault.children.every(({ local }) => PARTS.has(local)) ? undefined : 'a part that SOAP 1.1 does not have';
    },
  }),
  looksAtFault({
    id: 'las/faults/key-not-repeated',
    requirement: 'LAS-FAULT-56',
    en: 'The fault does not repeat the autorisatiesleutel',
    nl: 'De fout herhaalt de autorisatiesleutel niet',
    expected: 'a fault without the autorisatiesleutel',
    wrong: ({ exchange }, { config }) =>
      exchange.answer?.body.includes(config.caller.autorisatiesleutel) === true ? 'the autorisatiesleutel in the fault' : undefined,
  }),
  looksAtFault({
    id: 'las/faults/http-500',
    requirement: 'LAS-FAULT-57',
    en: 'The fault comes under HTTP 500',
    nl: 'De fout komt onder HTTP 500',
    expected: 'HTTP 500',
    wrong: ({ status }) => (status === 500 ? undefined : `HTTP ${status}`),
  }),
  looksAtFault({
    id: 'las/faults/content-type',
    requirement: 'LAS-FAULT-58',
    en: 'The fault has the Content-Type text/xml',
    nl: 'De fout heeft het Content-Type text/xml',
    expected: 'Content-Type text/xml',
    wrong: ({ exchange }) => {
      const type = exchange.answer?.headers['content-type'];
      if (type === undefined) return 'no Content-Type';
      return /^text\/xml\s*(?:;|$)/i.test(type) ? undefined : 'another Content-Type';
    },
  }),
];
