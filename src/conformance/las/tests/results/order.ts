import type { ConformanceTest } from '../../../conformance-test.js';
import { resultsBody } from '../../../messages/results.js';
import { element, freshKey } from '../../../messages/write.js';
import { inWords } from '../../../reader/soap-answer.js';
import { type Evidence, fail, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { inSeconds } from '../../results-delivery.js';
import { came, judgeRefusal } from '../refusal.js';
import { confirmedResults, isConfirmed, judgeConfirmed, refusedResults, USUAL, withResults } from './sending.js';

const HOUR_MS = 3_600_000;
const INVALID = ['Client.OngeldigBericht'];

/** Results with an aanmaakdatum that lies this far from that of the last message that was taken. */
function sendAt(las: LasSubject, difference: number) {
  const createdAt = inSeconds(new Date(las.results.clock.last.getTime() + difference));
  return las.results.send((usual) => ({ ...usual, createdAt }));
}

/** What comes after what, what comes again, and what does not count (spec a.6). */
export const RESULTS_ORDER_TESTS: readonly ConformanceTest<LasSubject>[] = [
  confirmedResults({
    id: 'las/results/key-again',
    requirement: 'LAS-RESULTS-14',
    en: 'A key that comes again with a later aanmaakdatum is confirmed',
    nl: 'Een sleutel die terugkomt met een latere aanmaakdatum, wordt bevestigd',
    async send(las) {
      const key = freshKey();
      const results = (score: string) => [{ key, value: element('score', score) }];
      const first = await las.results.send((usual) => ({
        ...usual,
        pupils: usual.pupils.map((pupil) => ({ ...pupil, results: results('4') })),
      }));
      if (first === undefined || !isConfirmed(las, first.answer)) return first;
      return las.results.send((usual) => ({ ...usual, pupils: usual.pupils.map((pupil) => ({ ...pupil, results: results('5') })) }));
    },
  }),
  {
    ...USUAL,
    id: 'las/results/same-bytes',
    requirement: 'LAS-RESULTS-15',
    level: 'standard',
    en: 'The same bytes again are refused or confirmed, and nothing else',
    nl: 'Dezelfde bytes nog eens worden geweigerd of bevestigd, en niets anders',
    run: (las) =>
      withResults(las, async (control) => {
        const first = await las.results.send();
        if (first === undefined || !isConfirmed(las, first.answer)) return skip('the message itself was not confirmed');
        const again = await las.results.sendBody(first.body, first.createdAt);
        const recognised = isConfirmed(las, again.answer);
        const before: Evidence = { ...came(first.answer), text: `the first time: ${inWords(first.answer)}` };
        return recognised ? judgeConfirmed(las, again, before, control) : judgeRefusal(again.answer, INVALID, before, control);
      }),
  },
  refusedResults({
    id: 'las/results/older',
    requirement: 'LAS-RESULTS-16',
    en: 'An aanmaakdatum before that of the previous message is refused',
    nl: 'Een aanmaakdatum voor die van het vorige bericht wordt geweigerd',
    codes: [],
    send: (las) => sendAt(las, -HOUR_MS),
  }),
  refusedResults({
    id: 'las/results/older-code',
    requirement: 'LAS-RESULTS-17',
    en: 'The fault of an older aanmaakdatum is Client.OngeldigBericht',
    nl: 'De fout bij een oudere aanmaakdatum is Client.OngeldigBericht',
    codes: INVALID,
    send: (las) => sendAt(las, -HOUR_MS),
  }),
  refusedResults({
    id: 'las/results/same-moment',
    requirement: 'LAS-RESULTS-18',
    en: 'Another message of the same moment as the previous one is refused',
    nl: 'Een ander bericht van hetzelfde moment als het vorige wordt geweigerd',
    codes: [],
    send: (las) => sendAt(las, 0),
  }),
  {
    ...USUAL,
    id: 'las/results/refused-as-a-whole',
    requirement: 'LAS-RESULTS-20',
    level: 'standard',
    en: 'After a message with one wrong result is refused, its other result is confirmed with the same aanmaakdatum',
    nl: 'Nadat een bericht met één fout resultaat is geweigerd, wordt het andere resultaat bevestigd met dezelfde aanmaakdatum',
    run: (las) =>
      withResults(las, async (control) => {
        const message = await las.results.message();
        if (message === undefined) return skip('no pupil to send results of');
        const createdAt = new Date(message.createdAt);
        const wrong = { key: freshKey(), value: element('score', 'acht') };
        const mixed = { ...message, pupils: message.pupils.map((pupil) => ({ ...pupil, results: [...pupil.results, wrong] })) };
        const refused = await las.results.sendBody(resultsBody(las.version, mixed), createdAt);
        const first: Evidence = { ...came(refused.answer), text: `both results: ${inWords(refused.answer)}` };
        if (refused.answer.kind !== 'fault')
          return fail({ expected: 'a fault for the message as a whole', actual: inWords(refused.answer), evidence: [first, control] });
        const rest = await las.results.sendBody(resultsBody(las.version, message), createdAt);
        if (isConfirmed(las, rest.answer))
          return pass({ ...came(rest.answer), text: `the valid one alone: ${inWords(rest.answer)}` }, first, control);
        const actual = `${inWords(rest.answer)}, as if the refused message had been processed`;
        return fail({ expected: 'the valid result confirmed', actual, evidence: [came(rest.answer), first, control] });
      }),
  },
  {
    ...USUAL,
    id: 'las/results/accepts-after-refusal',
    requirement: 'LAS-RESULTS-68',
    level: 'standard',
    en: 'After refused results valid ones are confirmed',
    nl: 'Na geweigerde resultaten worden geldige bevestigd',
    run: (las) =>
      withResults(las, async (control) => {
        const refused = await las.results.send((usual) => ({ ...usual, schoolYear: 'altijd' }));
        if (refused?.answer.kind !== 'fault') return skip('nothing was refused');
        const next = await las.results.send();
        if (next === undefined) return skip('no pupil to send results of');
        return judgeConfirmed(las, next, { ...came(refused.answer), text: `before: ${inWords(refused.answer)}` }, control);
      }),
  },
];

/** Run last: what a LAS makes of a time without a zone may be hours later than what others make of it. */
export const ZONELESS_RESULTS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  confirmedResults({
    id: 'las/results/no-zone',
    requirement: 'LAS-RESULTS-19',
    en: 'An aanmaakdatum without a time zone is accepted',
    nl: 'Een aanmaakdatum zonder tijdzone wordt aanvaard',
    async send(las) {
      // Two hours later, so that it is later whether it is read as UTC or as Dutch time.
      const later = inSeconds(new Date(las.results.clock.next().getTime() + 2 * HOUR_MS)).replace('Z', '');
      const sent = await las.results.send(
        (usual) => ({ ...usual, createdAt: `${later}Z` }),
        (body) => body.replace(`${later}Z`, later),
      );
      return sent;
    },
  }),
];
