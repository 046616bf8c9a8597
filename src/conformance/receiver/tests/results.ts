import type { Value } from '../../../model/result.js';
import { resultItem } from '../item-inventor.js';
import type { ReceiverItem, ReceiverResult } from '../receiver-message.js';
import type { ReceiverAnswer, ReceiverSubject } from '../receiver-subject.js';
import { allAccepted, both, heldAfter, once, type ReceiverTest, STORED, testOf } from '../receiver-test.js';

/** A test that messages are accepted. */
export function acceptedTest(
  requirement: string,
  id: string,
  play: (receiver: ReceiverSubject) => Promise<readonly ReceiverAnswer[]>,
  level: ReceiverTest['level'] = 'standard',
): ReceiverTest {
  return testOf(requirement, { id, level, writes: true, run: async (receiver) => allAccepted(await play(receiver)) });
}

const corrected = (result: ReceiverResult, revision: number): ReceiverItem =>
  resultItem({ ...result, revision, supersedes: revision - 1, values: [{ kind: 'score', value: '19', sourcePath: 'score' }] });

/** Letters of several scripts, marks that combine, and what JSON has to escape. */
const SCRIPTS = 'Ünïcödé Ĳssel שָׁלוֹם 漢字 عربي e\u0301 \u{1f600} "\\/\b\u2028\u0000';

const FIGURES: readonly Value[] = (
  [
    ['score', 'X'],
    ['numberItems', '025'],
    ['numberCorrect', '20'],
    ['numberIncorrect', '-0'],
    ['numberRead', '1e3'],
    ['durationSeconds', '1800.50'],
    ['skillScore', '123456789012345678901234567890.10'],
    ['intervalLow', '1,5'],
    ['intervalHigh', ''],
    ['reference', 'A+'],
    ['other', 'ja'],
  ] as const
).map(([kind, value]) => ({
  kind,
  value,
  unit: 'punten',
  scale: 'DLE',
  meaning: 'volgens de bron',
  comparedWith: 'Landelijk',
  declaration: {
    declared: true,
    unit: 'punten',
    scale: { name: 'DLE', from: '0', to: '60' },
    meaning: 'maanden',
    notMeaning: 'geen cijfer',
  },
  sourcePath: 'osoresultaat',
}));

/** The same message again, as after an answer that got lost: the attempt is another, the bytes are the same. */
async function twice(receiver: ReceiverSubject, items: readonly ReceiverItem[]): Promise<ReceiverAnswer[]> {
  const message = receiver.message(items);
  return [await receiver.post(message), await receiver.post(message)];
}

const repeats: readonly ReceiverTest[] = [
  acceptedTest('RECEIVER-30', 'receiver/redelivery/accepted', (receiver) => twice(receiver, [resultItem(receiver.invent.result())])),
  heldAfter('RECEIVER-31', { id: 'receiver/redelivery/once' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await twice(receiver, [resultItem(result)]), look: once(result, 1) };
  }),
  acceptedTest('RECEIVER-32', 'receiver/redelivery/other-content', async (receiver) => {
    const message = receiver.message([resultItem(receiver.invent.result()), resultItem(receiver.invent.result())]);
    return [await receiver.post(message), await receiver.post({ ...message, items: message.items.slice(1) })];
  }),
  heldAfter('RECEIVER-33', { id: 'receiver/redelivery/at-the-same-time', level: 'full' }, async (receiver) => {
    const result = receiver.invent.result();
    const message = receiver.message([resultItem(result)]);
    const answers = await Promise.all([receiver.post(message), receiver.post(message), receiver.post(message)]);
    // A receiver that is busy with the first may refuse the others for now, as long as one gets its yes.
    return {
      answers: answers.some(({ accepted }) => accepted) ? answers.filter(({ accepted }) => accepted) : answers,
      look: once(result, 1),
    };
  }),
  acceptedTest('RECEIVER-34', 'receiver/redelivery/another-message', (receiver) => {
    const item = resultItem(receiver.invent.result());
    return receiver.deliver([item], [item]);
  }),
  heldAfter('RECEIVER-35', { id: 'receiver/redelivery/another-message-once' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([resultItem(result)], [resultItem(result)]), look: once(result, 1) };
  }),
];

const contents: readonly ReceiverTest[] = [
  {
    ...acceptedTest(
      'RECEIVER-40',
      'receiver/results/least',
      (receiver) => receiver.deliver([resultItem(receiver.invent.result())]),
      'connect',
    ),
    advice: {
      en: 'Only the required fields of the schema are always there: accept a result without the others.',
      nl: 'Alleen de verplichte velden van het schema zijn er altijd: neem een resultaat zonder de andere aan.',
    },
  },
  heldAfter('RECEIVER-46', { id: STORED }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([resultItem(result)]), look: once(result, 1) };
  }),
  acceptedTest('RECEIVER-41', 'receiver/results/whole', (receiver) => receiver.deliver([resultItem(receiver.invent.wholeResult())])),
  acceptedTest('RECEIVER-42', 'receiver/results/scripts', (receiver) => {
    const { activity, ...result } = receiver.invent.wholeResult();
    return receiver.deliver([resultItem({ ...result, activity: { ...activity, name: SCRIPTS }, norm: { term: SCRIPTS } })]);
  }),
  acceptedTest('RECEIVER-43', 'receiver/results/figures', (receiver) =>
    receiver.deliver([resultItem(receiver.invent.result({ values: FIGURES }))]),
  ),
  acceptedTest('RECEIVER-44', 'receiver/results/schools', async (receiver) => {
    const answers: ReceiverAnswer[] = [];
    for (const school of ['99XX', '99XX-01', 'schoolkey:verzonnen-conform'])
      answers.push(await receiver.post(receiver.message([resultItem(receiver.invent.result({ school }))], { school })));
    return answers;
  }),
  acceptedTest(
    'RECEIVER-45',
    'receiver/results/schools-at-the-same-time',
    (receiver) =>
      Promise.all(
        ['99XX', '99XX-01', '99XX-02', '99XX-03'].map((school) =>
          receiver.post(receiver.message([resultItem(receiver.invent.result({ school }))], { school })),
        ),
      ),
    'full',
  ),
  heldAfter('RECEIVER-47', { id: 'receiver/results/parts' }, async (receiver) => {
    const whole = receiver.invent.result();
    const { activity, learner } = whole;
    const part = receiver.invent.result({ learner, activity: { ...activity, part: { code: 'REK-5-1-A' } } });
    const answers = await receiver.deliver([resultItem(whole), resultItem(part)]);
    return { answers, look: both(once(whole, 1, 'the whole test'), once(part, 1, 'the part')) };
  }),
  heldAfter('RECEIVER-48', { id: 'receiver/results/first-revision' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([corrected(result, 4)]), look: once(result, 4) };
  }),
];

const order: readonly ReceiverTest[] = [
  acceptedTest('RECEIVER-50', 'receiver/corrections/accepted', (receiver) => {
    const result = receiver.invent.result();
    return receiver.deliver([resultItem(result)], [corrected(result, 2)]);
  }),
  heldAfter('RECEIVER-51', { id: 'receiver/corrections/replaces' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([resultItem(result)], [corrected(result, 2)]), look: once(result, 2) };
  }),
  acceptedTest('RECEIVER-52', 'receiver/corrections/late-accepted', (receiver) => {
    const result = receiver.invent.result();
    return receiver.deliver([corrected(result, 2)], [resultItem(result)]);
  }),
  heldAfter('RECEIVER-53', { id: 'receiver/corrections/late' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([corrected(result, 2)], [resultItem(result)]), look: once(result, 2) };
  }),
  heldAfter('RECEIVER-54', { id: 'receiver/corrections/gap' }, async (receiver) => {
    const result = receiver.invent.result();
    return { answers: await receiver.deliver([resultItem(result)], [corrected(result, 3)]), look: once(result, 3) };
  }),
];

/** Contents first: what the others rest on. */
export const RESULT_TESTS: readonly ReceiverTest[] = [...contents, ...repeats, ...order];
