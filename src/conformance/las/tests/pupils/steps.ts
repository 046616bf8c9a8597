import type { ConformanceTest } from '../../../conformance-test.js';
import { keyOf, type PupilData, referencesOf } from '../../../file/pupils/pupil-data.js';
import { shownOf } from '../../../mask/shown-values.js';
import type { Question, QuestionRoot } from '../../../messages/write.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { child, type XmlNode } from '../../../reader/xml-node.js';
import { fail, notApplicable, type Outcome, pass, skip } from '../../../verdict.js';
import { isAnsweredSchool } from '../../answered-school.js';
import type { LasSubject } from '../../las-subject.js';
import { difference, inWordsOf } from '../../same-data.js';
import { judged } from '../judging.js';
import { type Described, dataIn, holds, lookAtEach, onceAnswered, type Seen, seen } from '../looking.js';
import { dataOfStep, STEP_ANSWERS, type StepKind, stepsOf } from './step-answers.js';

type AskedGroups = NonNullable<Question['groups']>;
const YEAR_WITHOUT_DATA = '1991-1992';
const NO_GROUP = 'conform-geen-groep';
const STEPS = ['structuur', 'leerlingen', 'leerkrachten'] as const;

/** The same data in steps: structure, pupils and staff per group. */
export const STEPS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  onceAnswered(
    {
      id: 'las/steps/structure',
      requirement: 'LAS-STEPS-01',
      versions: ['2.1', '2.2', '2.3'],
      en: 'HaalStructuur is answered',
      nl: 'HaalStructuur wordt beantwoord',
    },
    async (las) => answeredWith(await stepsOf(las).structuur(), 'structuur_antwoord'),
  ),
  ...(['leerlingen', 'leerkrachten'] as const).map((step) =>
    inSteps(
      {
        id: `las/steps/${step}`,
        requirement: step === 'leerlingen' ? 'LAS-STEPS-02' : 'LAS-STEPS-03',
        en: step === 'leerlingen' ? 'HaalLeerlingen is answered' : 'HaalLeerkrachten is answered',
        nl: step === 'leerlingen' ? 'HaalLeerlingen wordt beantwoord' : 'HaalLeerkrachten wordt beantwoord',
      },
      async (las) => answeredWith(await stepsOf(las)[step](), `${step}_antwoord`),
    ),
  ),
  ...STEPS.flatMap((step) => [
    ofStep(
      step,
      { id: 'schema', requirement: 'LAS-STEPS-04', perVersion: true, en: 'is valid against the XSD', nl: 'is geldig volgens het XSD' },
      (found, las) => judged(las, found.answer.payload, found.evidence, 'valid against the XSD'),
    ),
    ofStep(
      step,
      { id: 'profile', requirement: 'LAS-STEPS-05', en: 'holds nothing outside of the profile', nl: 'bevat niets buiten het profiel' },
      (found, las) =>
        judged(las, found.answer.payload, found.evidence, `valid against the XSD of the ${las.config.profile}`, las.config.profile),
    ),
    ofStep(
      step,
      { id: 'school', requirement: 'LAS-STEPS-06', en: 'is about the school that was asked for', nl: 'gaat over de gevraagde school' },
      ({ data, evidence }, { config }) => {
        const same = isAnsweredSchool(data.school, config.school);
        if (same === undefined) return notApplicable('the answer does not say which school it is about');
        const told = { ...evidence, kind: 'element', text: 'the school that was asked for', path: data.school.path } as const;
        return holds(same, told.text, 'another school', told);
      },
    ),
    ofStep(
      step,
      {
        id: 'year',
        requirement: 'LAS-STEPS-07',
        en: 'is about the school year that was asked for',
        nl: 'gaat over het gevraagde schooljaar',
      },
      ({ data, evidence }, { config }) => {
        const year = child(data.school, 'schooljaar');
        const told = { ...evidence, kind: 'element', text: 'the school year that was asked for', path: data.school.path } as const;
        return holds(
          year?.text.trim() === config.schoolYear,
          `schooljaar ${config.schoolYear}, which was asked for`,
          shownOf('schooljaar', year?.text.trim()),
          told,
        );
      },
    ),
  ]),
  inSteps(
    {
      id: 'las/steps/same-groups',
      requirement: 'LAS-STEPS-08',
      en: 'The structure has the groups of the answer with all in one',
      nl: 'De structuur heeft de groepen van het antwoord alles-in-één',
    },
    async (las, usual) =>
      sameAs('structuur', [...usual.baseGroups, ...usual.combinedGroups], await stepsOf(las).structuur(), 'groups', groupsOf),
  ),
  ...members('leerlingen', 'groep', ['LAS-STEPS-09', 'LAS-STEPS-12']),
  ...members('leerlingen', 'samengestelde_groep', ['LAS-STEPS-10', 'LAS-STEPS-13']),
  ...members('leerkrachten', 'groep', ['LAS-STEPS-14', 'LAS-STEPS-15']),
  inSteps(
    {
      id: 'las/steps/pupils-of-several-groups',
      requirement: 'LAS-STEPS-11',
      en: 'The pupils of several groups are those of all of them',
      nl: 'De leerlingen van meerdere groepen zijn die van al die groepen',
    },
    async (las, usual) => {
      const groups = usual.baseGroups.slice(0, 2);
      if (groups.length < 2) return notApplicable('the school has less than two groups');
      const expected = groups.flatMap((group) => belonging(usual, 'leerlingen', 'groep', keyOf(group)));
      return sameAs('leerlingen', expected, await ask(las, 'leerlingen', keysFor('groep', groups)), 'leerling', ({ pupils }) => pupils);
    },
  ),
  ...(
    [
      ['leerlingen', 'LAS-STEPS-16', 'pupils', 'leerlingen'],
      ['leerkrachten', 'LAS-STEPS-17', 'staff', 'leerkrachten'],
    ] as const
  ).map(([step, requirement, en, nl]) =>
    inSteps(
      {
        id: `las/steps/all-${en}`,
        requirement,
        en: `All steps together give all ${en}`,
        nl: `Alle stappen samen geven alle ${nl}`,
      },
      async (las, usual) => {
        const groups = [...usual.baseGroups, ...usual.combinedGroups];
        const answers = [
          await ask(las, step, [...keysFor('groep', usual.baseGroups), ...keysFor('samengestelde_groep', usual.combinedGroups)]),
          await ask(las, step, [{ kind: 'groep' }]),
        ];
        if (groups.length === 0) answers.shift();
        return allTogether(step, usual, answers);
      },
    ),
  ),
  inSteps(
    {
      id: 'las/steps/references',
      requirement: 'LAS-STEPS-18',
      en: 'Groups of pupils and staff are in the structure',
      nl: 'Groepen van leerlingen en leerkrachten staan in de structuur',
    },
    async (las) => {
      const steps = stepsOf(las);
      const structure = dataOfStep('structuur', await steps.structuur());
      const people = [dataOfStep('leerlingen', await steps.leerlingen()), dataOfStep('leerkrachten', await steps.leerkrachten())].filter(
        (one) => one !== undefined,
      );
      if (structure === undefined || people[0] === undefined) return skip('there is no answer with pupils or staff to look at');
      const [base, combined] = [keySet(structure.data.baseGroups), keySet(structure.data.combinedGroups)];
      const references = people.flatMap(({ data }) => [...data.pupils, ...data.staff]).map(referencesOf);
      return lookAtEach(people[0], {
        nodes: references.flatMap(({ baseGroups, combinedGroups }) => [...baseGroups, ...combinedGroups]),
        name: 'references to groups',
        expected: 'of a group in the structure',
        rule: 'LAS-STEPS-18',
        wrong: (node) => ((node.local === 'groep' ? base : combined).has(keyOf(node)) ? undefined : 'a group that is not in the structure'),
      });
    },
  ),
  ofStep(
    'leerlingen',
    {
      id: 'unique-keys',
      requirement: 'LAS-STEPS-19',
      en: 'has each key of a pupil once',
      nl: 'heeft elke sleutel van een leerling één keer',
    },
    (found) => {
      const known = new Set<string | undefined>();
      return lookAtEach(found, {
        nodes: found.data.pupils.filter((pupil) => keyOf(pupil) !== undefined),
        name: 'leerling',
        expected: 'a key of its own',
        rule: 'LAS-STEPS-19',
        wrong: (pupil) => {
          const again = known.has(keyOf(pupil));
          known.add(keyOf(pupil));
          return again ? 'the key of another pupil' : undefined;
        },
      });
    },
  ),
  inSteps(
    {
      id: 'las/steps/unknown-group',
      requirement: 'LAS-STEPS-20',
      level: 'full',
      en: 'A question for a group that does not exist gets geengegevens',
      nl: 'Een vraag naar een groep die niet bestaat, krijgt geengegevens',
    },
    async (las) => says('geengegevens', await ask(las, 'leerlingen', [{ kind: 'groep', key: NO_GROUP }])),
  ),
  inSteps(
    {
      id: 'las/steps/geengegevens',
      requirement: 'LAS-STEPS-21',
      en: 'A question in steps about a year without data gets geengegevens',
      nl: 'Een vraag in stappen over een jaar zonder gegevens krijgt geengegevens',
    },
    async (las) => says('geengegevens', await las.ask('structuur_verzoek', { schoolYear: YEAR_WITHOUT_DATA })),
  ),
  inSteps(
    {
      id: 'las/steps/always-without-since',
      requirement: 'LAS-STEPS-22',
      en: 'The structure comes each time that it is asked for without laatstontvangengegevens',
      nl: 'De structuur komt elke keer dat erom gevraagd wordt zonder laatstontvangengegevens',
    },
    async (las) => {
      const answer = await las.ask('structuur_verzoek');
      return holds(dataOfStep('structuur', answer) !== undefined, 'the structure', whatCame(answer), seen(answer));
    },
  ),
  inSteps(
    {
      id: 'las/steps/ordinary-fault',
      requirement: 'LAS-STEPS-24',
      level: 'full',
      en: 'A wrong question in steps gets an ordinary fault',
      nl: 'Een foute vraag in stappen krijgt een gewone fout',
    },
    async (las) => {
      const answer = await las.ask('structuur_verzoek', { schoolYear: `${las.config.schoolYear}x` });
      return holds(answer.kind === 'fault', 'a fault of SOAP in the Body', inWords(answer), seen(answer));
    },
  ),
];

/** A test of answers in steps: not applicable to a LAS that gives none. */
function inSteps(test: Described, run: (las: LasSubject, usual: PupilData) => Promise<Outcome>): ConformanceTest<LasSubject> {
  return onceAnswered({ versions: ['2.1', '2.2', '2.3'], ...test }, async (las) => {
    if (dataOfStep('structuur', await stepsOf(las).structuur()) === undefined)
      return notApplicable('the LAS does not answer HaalStructuur with data');
    const usual = dataIn(await las.pupils());
    return usual === undefined ? skip('the usual question got no pupil data') : run(las, usual.data);
  });
}

/** A test of the usual answer of one step: `id` behind that of the step, texts behind its name. */
function ofStep(step: StepKind, test: Described, judge: (found: Seen, las: LasSubject) => Outcome): ConformanceTest<LasSubject> {
  const name = `${step}_antwoord`;
  return inSteps(
    { ...test, id: `las/steps/${step}-${test.id}`, en: `${STEP_ANSWERS[step].en} ${test.en}`, nl: `${STEP_ANSWERS[step].nl} ${test.nl}` },
    async (las) => {
      const answer = await stepsOf(las)[step]();
      const found = dataIn(answer);
      return found === undefined ? skip(`no ${name} with data to look at: ${whatCame(answer)}`) : judge(found, las);
    },
  );
}

/** Tests of who comes for a group, and for a group without key. */
function members(
  step: Exclude<StepKind, 'structuur'>,
  kind: 'groep' | 'samengestelde_groep',
  [ofGroup, ofNone]: readonly [string, string],
): ConformanceTest<LasSubject>[] {
  const [people, mensen] = step === 'leerlingen' ? ['pupils', 'leerlingen'] : ['staff', 'leerkrachten'];
  const [group, groep] = kind === 'groep' ? ['group', 'stamgroep'] : ['combined group', 'samengestelde groep'];
  const name = step === 'leerlingen' ? 'leerling' : 'leerkracht';
  const list = (data: PupilData) => (step === 'leerlingen' ? data.pupils : data.staff);
  const id = `las/steps/${people}-of`;
  const slug = group.replace(' ', '-');
  return [
    inSteps(
      {
        id: `${id}-${slug}`,
        requirement: ofGroup,
        en: `The ${people} of a ${group} are all of it, and no others`,
        nl: `De ${mensen} van een ${groep} zijn precies die van die groep`,
      },
      async (las, usual) => {
        const groups = kind === 'groep' ? usual.baseGroups : usual.combinedGroups;
        const chosen = groups.find((one) => belonging(usual, step, kind, keyOf(one)).length > 0);
        if (chosen === undefined) return notApplicable(`no ${kind} has a ${name}`);
        return sameAs(step, belonging(usual, step, kind, keyOf(chosen)), await ask(las, step, keysFor(kind, [chosen])), name, list);
      },
    ),
    inSteps(
      {
        id: `${id}-no-${slug}`,
        requirement: ofNone,
        en: `A ${kind} without key gets the ${people} in no ${group}`,
        nl: `Een ${kind} zonder key krijgt de ${mensen} in geen ${groep}`,
      },
      async (las, usual) => {
        const expected = belonging(usual, step, kind, undefined);
        const answer = await ask(las, step, [{ kind }]);
        return expected.length === 0 ? says('geengegevens', answer) : sameAs(step, expected, answer, name, list);
      },
    ),
  ];
}

/** Who is in a group, by the answer with all in one; undefined: who is in none of its kind. */
function belonging(
  data: PupilData,
  step: Exclude<StepKind, 'structuur'>,
  kind: 'groep' | 'samengestelde_groep',
  key: string | undefined,
): readonly XmlNode[] {
  return (step === 'leerlingen' ? data.pupils : data.staff).filter((person) => {
    const references = referencesOf(person);
    const keys = (kind === 'groep' ? references.baseGroups : references.combinedGroups).map(keyOf);
    return key === undefined ? keys.length === 0 : keys.includes(key);
  });
}

function allTogether(step: Exclude<StepKind, 'structuur'>, usual: PupilData, answers: readonly SoapAnswer[]): Outcome {
  const list = ({ pupils, staff }: PupilData) => (step === 'leerlingen' ? pupils : staff);
  const found = answers.flatMap((answer) => dataOfStep(step, answer) ?? []);
  const [first] = found;
  if (first === undefined)
    return fail({
      expected: `the ${step} of all groups`,
      actual: answers.map(whatCame).join('; '),
      evidence: [seen(answers[0] as SoapAnswer)],
    });
  // Somebody without base group who is in a combined one comes twice.
  const once = new Map(found.flatMap(({ data }) => list(data)).map((person) => [keyOf(person) ?? person.path, person]));
  const different = difference(step, list(usual), [...once.values()]);
  const told = {
    ...first.evidence,
    kind: 'element',
    text: `${once.size} ${step} in all steps together`,
    path: first.data.holder.path,
  } as const;
  return holds(
    different === undefined,
    `the ${list(usual).length} ${step} of the answer with all in one`,
    different === undefined ? '' : inWordsOf([different]),
    told,
  );
}

function groupsOf({ baseGroups, combinedGroups }: PupilData): readonly XmlNode[] {
  return [...baseGroups, ...combinedGroups];
}

function keySet(nodes: readonly XmlNode[]): ReadonlySet<string | undefined> {
  return new Set(nodes.map(keyOf));
}

function keysFor(kind: 'groep' | 'samengestelde_groep', groups: readonly XmlNode[]): AskedGroups {
  return groups.flatMap((group) => {
    const key = keyOf(group);
    return key === undefined ? [] : [{ kind, key }];
  });
}

function ask(las: LasSubject, step: Exclude<StepKind, 'structuur'>, groups: AskedGroups): Promise<SoapAnswer> {
  return las.ask(`${step}_verzoek` satisfies QuestionRoot, { groups });
}

function answeredWith(answer: SoapAnswer, root: string): Outcome {
  const isRight = answer.kind === 'payload' && answer.payload.local === root && answer.status === 200;
  return holds(isRight && dataIn(answer) !== undefined, `${root} with data under HTTP 200`, whatCame(answer), seen(answer));
}

function sameAs(
  step: StepKind,
  expected: readonly XmlNode[],
  answer: SoapAnswer,
  name: string,
  list: (data: PupilData) => readonly XmlNode[],
): Outcome {
  const found = dataOfStep(step, answer);
  if (found === undefined) return fail({ expected: `${expected.length} ${name}`, actual: whatCame(answer), evidence: [seen(answer)] });
  const different = difference(name, expected, list(found.data));
  const told = { ...found.evidence, kind: 'element', text: `the same ${expected.length} ${name}`, path: found.data.holder.path } as const;
  return holds(
    different === undefined,
    `the ${expected.length} ${name} of the answer with all in one`,
    different === undefined ? '' : inWordsOf([different]),
    told,
  );
}

function says(word: 'geengegevens', answer: SoapAnswer): Outcome {
  const [element] = answer.kind === 'payload' ? answer.payload.children : [];
  if (element?.local !== word) return fail({ expected: word, actual: whatCame(answer), evidence: [seen(answer)] });
  return pass({ ...seen(answer), kind: 'element', text: word, path: element.path });
}

/** What came instead, with what the answer holds. */
function whatCame(answer: SoapAnswer): string {
  const found = dataIn(answer);
  return found === undefined
    ? inWords(answer)
    : `${inWords(answer)}, with ${found.data.pupils.length} leerling and ${found.data.staff.length} leerkracht`;
}
