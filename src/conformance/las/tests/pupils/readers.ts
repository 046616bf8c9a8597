import type { ConformanceTest } from '../../../conformance-test.js';
import type { PupilData } from '../../../file/pupils/pupil-data.js';
import { allOf, attributeOf, child, type XmlNode } from '../../../reader/xml-node.js';
import type { LasSubject } from '../../las-subject.js';
import { type Described, holds, lookAtEach, ofUsualAnswer, type Seen } from '../looking.js';

const WITH_ECK_IDS = ['2.2', '2.3'] as const;

/** The shape of answers that known readers need. */
export const READER_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ofUsualAnswer(
    {
      id: 'las/readers/envelope-prefix',
      requirement: 'LAS-READERS-01',
      en: 'The envelope has the prefix s',
      nl: 'De envelop heeft het prefix s',
    },
    ({ answer: { envelope }, evidence }) => {
      const told = { ...evidence, kind: 'element', text: 'prefix s', path: envelope.path } as const;
      return holds(envelope.prefix === 's', 'prefix s', 'another prefix, or none', told);
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/readers/default-namespace',
      requirement: 'LAS-READERS-02',
      en: 'Elements of the answer have no prefix',
      nl: 'Elementen van het antwoord hebben geen prefix',
    },
    (found) =>
      lookAtEach(found, {
        nodes: [...allOf(found.answer.payload)],
        name: 'element',
        expected: 'no prefix',
        rule: 'LAS-READERS-02',
        wrong: ({ prefix }) => (prefix === '' ? undefined : 'a prefix'),
      }),
  ),
  has(
    'dependancecode',
    'LAS-READERS-03',
    'school with brincode',
    ({ school }) => (child(school, 'brincode') === undefined ? [] : [school]),
    'dependancecode',
  ),
  ofEach(
    {
      id: 'las/readers/key-beside-eckid',
      requirement: 'LAS-READERS-04',
      versions: WITH_ECK_IDS,
      en: 'Pupils with an ECK iD have a key',
      nl: 'Leerlingen met een ECK iD hebben een key',
    },
    'leerling with an ECK iD',
    ({ pupils }) => pupils.filter((pupil) => attributeOf(pupil, 'eckid') !== undefined),
    'a key',
    (pupil) => attributeOf(pupil, 'key') !== undefined,
  ),
  ofEach(
    {
      id: 'las/readers/eckid-of-staff',
      requirement: 'LAS-READERS-05',
      versions: WITH_ECK_IDS,
      en: 'Staff have an ECK iD',
      nl: 'Leerkrachten hebben een ECK iD',
    },
    'leerkracht',
    ({ staff }) => staff,
    'an ECK iD',
    (teacher) => attributeOf(teacher, 'eckid') !== undefined,
  ),
  has('roepnaam', 'LAS-READERS-06', 'leerling', ({ pupils }) => pupils, 'roepnaam'),
  has('achternaam', 'LAS-READERS-07', 'leerling', ({ pupils }) => pupils, 'achternaam'),
  has('jaargroep', 'LAS-READERS-08', 'leerling', ({ pupils }) => pupils, 'jaargroep'),
  there('staff', 'LAS-READERS-09', 'leerkracht', ({ staff }) => staff),
  there('groups', 'LAS-READERS-10', 'groep', ({ baseGroups }) => baseGroups),
  there('combined-groups', 'LAS-READERS-11', 'samengestelde groep', ({ combinedGroups }) => combinedGroups),
  ofUsualAnswer(
    { id: 'las/readers/nothing-empty', requirement: 'LAS-READERS-12', en: 'Nothing is sent empty', nl: 'Niets wordt leeg gestuurd' },
    (found) =>
      lookAtEach(found, {
        nodes: [...allOf(found.answer.payload)],
        name: 'element',
        expected: 'a content, or an attribute',
        rule: 'LAS-READERS-12',
        wrong: ({ children, text, attributes }) =>
          children.length === 0 && text.trim() === '' && attributes.length === 0 ? 'an empty element' : undefined,
      }),
  ),
];

type Choose = (data: PupilData) => readonly XmlNode[];

function ofEach(
  test: Described,
  name: string,
  choose: Choose,
  expected: string,
  isRight: (node: XmlNode) => boolean,
): ConformanceTest<LasSubject> {
  return ofUsualAnswer(test, (found) =>
    lookAtEach(found, {
      nodes: choose(found.data),
      name,
      expected,
      rule: test.requirement,
      wrong: (node) => (isRight(node) ? undefined : `no ${expected.replace(/^an? /, '')}`),
    }),
  );
}

/** Each of some objects has an element. */
function has(id: string, requirement: string, name: string, choose: Choose, element: string): ConformanceTest<LasSubject> {
  const test = {
    id: `las/readers/${id}`,
    requirement,
    en: `Each ${name} has ${element}`,
    nl: `Elke ${name.replace('with', 'met')} heeft ${element}`,
  };
  return ofEach(test, name, choose, element, (node) => child(node, element) !== undefined);
}

/** There is at least one of a list. */
function there(id: string, requirement: string, name: string, choose: Choose): ConformanceTest<LasSubject> {
  const test = { id: `las/readers/has-${id}`, requirement, en: `The answer has a ${name}`, nl: `Het antwoord heeft een ${name}` };
  return ofUsualAnswer(test, ({ data, evidence }: Seen) => {
    const text = `${choose(data).length} ${name}`;
    return holds(choose(data).length > 0, `at least one ${name}`, 'none', { ...evidence, kind: 'element', text, path: data.holder.path });
  });
}
