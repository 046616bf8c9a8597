import { supplied } from '../../../../core/supplied.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import { keyOf } from '../../../file/pupils/pupil-data.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { attributeOf, descend } from '../../../reader/xml-node.js';
import { type Evidence, fail, notApplicable, type Outcome, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { differences, inWordsOf } from '../../same-data.js';
import { dataIn, holds, ofUsualAnswer, onceAnswered, seen } from '../looking.js';

/** A school year of which nobody has data any more: the first that the standard knows. */
const YEAR_WITHOUT_DATA = '1991-1992';
const LONG_AGO = '2000-01-01T00:00:00Z';

/** Which data a question gets: all, or the word that there are none, or none that are new. */
export const COMPLETENESS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ofUsualAnswer(
    {
      id: 'las/pupils/has-learner',
      requirement: 'LAS-PUPILS-30',
      en: 'The pupil that the config names is in the answer',
      nl: 'De leerling die de configuratie noemt, staat in het antwoord',
    },
    ({ data, evidence }, { config }) => {
      const { learner } = config;
      if (learner === undefined) return skip('the config names no learner, so the suite knows nobody who should be in the answer');
      const found = data.pupils.find((pupil) => keyOf(pupil) === learner.trim() || attributeOf(pupil, 'eckid') === learner.trim());
      const told = { ...evidence, kind: 'element', text: `found among ${data.pupils.length} leerling`, path: found?.path ?? '' } as const;
      return holds(found !== undefined, 'the pupil of the config', `not among ${data.pupils.length} leerling`, told);
    },
  ),
  onceAnswered(
    {
      id: 'las/pupils/same-twice',
      requirement: 'LAS-PUPILS-31',
      en: 'The same question gets the same pupils, groups and staff again',
      nl: 'Dezelfde vraag krijgt nogmaals dezelfde leerlingen, groepen en leerkrachten',
    },
    async (las) => sameAsUsual(las, await las.again()),
  ),
  onceAnswered(
    {
      id: 'las/pupils/always-without-since',
      requirement: 'LAS-PUPILS-32',
      en: 'A question without laatstontvangengegevens gets data each time',
      nl: 'Een vraag zonder laatstontvangengegevens krijgt elke keer gegevens',
    },
    async (las) => {
      const answer = await las.again();
      return holds(dataIn(answer) !== undefined, 'pupil data', inWords(answer), seen(answer));
    },
  ),
  onceAnswered(
    {
      id: 'las/pupils/complete-since-long-ago',
      requirement: 'LAS-PUPILS-33',
      en: 'A question with a laatstontvangengegevens of long ago gets the complete set',
      nl: 'Een vraag met een laatstontvangengegevens van lang geleden krijgt alle gegevens',
    },
    async (las) => sameAsUsual(las, await las.ask('leerlinggegevens_verzoek', { since: LONG_AGO })),
  ),
  onceAnswered(
    {
      id: 'las/pupils/unchanged-since-last',
      requirement: 'LAS-PUPILS-34',
      en: 'A question with laatstontvangengegevens of the last answer gets geenwijzigingen or the complete set',
      nl: 'Een vraag met laatstontvangengegevens van het vorige antwoord krijgt geenwijzigingen of alle gegevens',
    },
    async (las) => {
      const answer = await las.ask('leerlinggegevens_verzoek', { since: await ofUsual(las) });
      return saysNothingNew(answer) ? pass(told(answer, 'geenwijzigingen')) : sameAsUsual(las, answer);
    },
  ),
  ...(
    [
      ['las/pupils/since-without-zone', 'LAS-PUPILS-35', 'without a time zone', 'zonder tijdzone', '2000-01-01T00:00:00'],
      ['las/pupils/since-with-offset', 'LAS-PUPILS-36', 'with an offset', 'met een tijdzone', '2000-01-01T00:00:00+01:00'],
      [
        'las/pupils/since-with-fractions',
        'LAS-PUPILS-36',
        'with fractions of a second',
        'met delen van seconden',
        '2000-01-01T00:00:00.1234567Z',
      ],
    ] as const
  ).map(([id, requirement, en, nl, since]) =>
    onceAnswered(
      {
        id,
        requirement,
        level: requirement === 'LAS-PUPILS-35' ? 'standard' : 'full',
        en: `A laatstontvangengegevens ${en} is understood`,
        nl: `Een laatstontvangengegevens ${nl} wordt begrepen`,
      },
      async (las) => {
        const answer = await las.ask('leerlinggegevens_verzoek', { since });
        return holds(dataIn(answer) !== undefined, 'pupil data', inWords(answer), seen(answer));
      },
    ),
  ),
  onceAnswered(
    {
      id: 'las/pupils/geenwijzigingen-empty',
      requirement: 'LAS-PUPILS-37',
      en: 'geenwijzigingen is strictly empty',
      nl: 'geenwijzigingen is helemaal leeg',
    },
    async (las) => isEmpty(await las.ask('leerlinggegevens_verzoek', { since: await ofUsual(las) }), 'geenwijzigingen'),
  ),
  onceAnswered(
    {
      id: 'las/pupils/geengegevens',
      requirement: 'LAS-PUPILS-38',
      perVersion: true,
      en: 'A question about a school year without pupils is answered with geengegevens',
      nl: 'Een vraag over een schooljaar zonder leerlingen wordt beantwoord met geengegevens',
    },
    async (las) => {
      const answer = await las.ask('leerlinggegevens_verzoek', { schoolYear: YEAR_WITHOUT_DATA });
      if (says(answer, 'geengegevens')) return pass(told(answer, 'geengegevens'));
      return fail({
        expected: 'geengegevens',
        actual: dataIn(answer) === undefined ? inWords(answer) : 'pupil data',
        evidence: [seen(answer)],
      });
    },
  ),
  onceAnswered(
    {
      id: 'las/pupils/geengegevens-empty',
      requirement: 'LAS-PUPILS-39',
      en: 'geengegevens is strictly empty',
      nl: 'geengegevens is helemaal leeg',
    },
    async (las) => isEmpty(await las.ask('leerlinggegevens_verzoek', { schoolYear: YEAR_WITHOUT_DATA }), 'geengegevens'),
  ),
];

/** As a client says it: the moment of the answer that it has. Without one, that of the suite. */
async function ofUsual(las: LasSubject): Promise<string> {
  const made = descend(dataIn(await las.pupils())?.data.school, 'aanmaakdatum')?.text.trim();
  return made ?? new Date().toISOString();
}

type Without = 'geenwijzigingen' | 'geengegevens';

function says(answer: SoapAnswer, word: Without): boolean {
  return answer.kind === 'payload' && answer.payload.children[0]?.local === word;
}

function saysNothingNew(answer: SoapAnswer): boolean {
  return says(answer, 'geenwijzigingen');
}

function told(answer: SoapAnswer, word: Without): Evidence {
  const path = answer.kind === 'payload' ? answer.payload.children[0]?.path : undefined;
  return { ...seen(answer), kind: 'element', text: word, ...supplied({ path }) };
}

function isEmpty(answer: SoapAnswer, word: Without): Outcome {
  if (answer.kind !== 'payload' || !says(answer, word)) return notApplicable(`the LAS did not answer ${word}`);
  const [element] = answer.payload.children;
  const content = element?.content.length ?? 0;
  const named = element?.namespace === answer.payload.namespace;
  return holds(content === 0 && named, `${word} without content`, `${word} with something in it`, told(answer, word));
}

/** Whether an answer holds what the usual one does. */
async function sameAsUsual(las: LasSubject, answer: SoapAnswer): Promise<Outcome> {
  const usual = dataIn(await las.pupils());
  const found = dataIn(answer);
  if (usual === undefined) return skip('the usual question got no pupil data');
  if (found === undefined) return fail({ expected: 'the complete set', actual: inWords(answer), evidence: [seen(answer)] });
  const different = differences(usual.data, found.data);
  const { pupils, staff, baseGroups, combinedGroups } = found.data;
  const counts = `${pupils.length} leerling, ${baseGroups.length + combinedGroups.length} groups, ${staff.length} leerkracht`;
  const same = {
    ...found.evidence,
    kind: 'element',
    text: `the same ${counts} as in the usual answer`,
    path: found.data.holder.path,
  } as const;
  return holds(different.length === 0, 'the same as in the usual answer', inWordsOf(different), same);
}
