import { identificationOf } from '../../../../model/school-id.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import { nameInWords } from '../../../mask/shown-names.js';
import { namespaceOf, question } from '../../../messages/write.js';
import { inWords } from '../../../reader/soap-answer.js';
import { allOf, child, type XmlNode } from '../../../reader/xml-node.js';
import { fail, notApplicable, pass, skip } from '../../../verdict.js';
import { isAnsweredSchool } from '../../answered-school.js';
import type { LasSubject } from '../../las-subject.js';
import { judged } from '../judging.js';
import { breach, dataIn, holds, ofUsualAnswer, onceAnswered, seen } from '../looking.js';

/** The answer with all pupil data in one, as a message: its form. What it says is for `about.ts`. */
export const ANSWER_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/pupils/answered',
    requirement: 'LAS-PUPILS-01',
    revision: 1,
    level: 'connect',
    en: 'The usual question is answered with pupil data',
    nl: 'De gewone vraag wordt beantwoord met leerlinggegevens',
    perVersion: true,
    advice: {
      en: 'The usual question gets no pupil data. Check address, klantcode, klantnaam, autorisatiesleutel, school and school year first.',
      nl: 'De gewone vraag krijgt geen leerlinggegevens. Controleer eerst adres, klantcode, klantnaam, autorisatiesleutel, school en schooljaar.',
    },
    async run(las) {
      const answer = await las.pupils();
      const root = las.version === '1.0' ? 'leerlinggegevensantwoord' : 'leerlinggegevens_antwoord';
      const evidence = seen(answer);
      if (answer.kind !== 'payload' || answer.payload.local !== root || answer.status !== 200)
        return fail({ expected: `${root} under HTTP 200`, actual: inWords(answer), evidence: [evidence] });
      const [first] = dataIn(answer)?.data.pupils ?? [];
      if (first === undefined) return fail({ expected: 'at least one leerling', actual: 'none', evidence: [evidence] });
      const count = dataIn(answer)?.data.pupils.length;
      return pass(evidence, { ...evidence, kind: 'element', text: `${count} leerling`, path: first.path });
    },
  },
  ofUsualAnswer(
    {
      id: 'las/pupils/namespace',
      requirement: 'LAS-PUPILS-02',
      perVersion: true,
      en: 'The answer is in the namespace of its version',
      nl: 'Het antwoord staat in de namespace van zijn versie',
    },
    ({ answer: { payload }, evidence }, las) => {
      const expected = namespaceOf('leerlinggegevens', las.version);
      const told = {
        ...evidence,
        kind: 'element',
        text: `${nameInWords(payload.local)} in ${wordsOf(payload.namespace)}`,
        path: payload.path,
      } as const;
      return holds(payload.namespace === expected, expected, wordsOf(payload.namespace), told);
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/qualified',
      requirement: 'LAS-PUPILS-03',
      en: 'Every element of the answer is in its namespace, and no attribute is',
      nl: 'Elk element van het antwoord staat in zijn namespace, en geen attribuut',
    },
    ({ answer: { payload }, evidence }) => {
      const all = [...allOf(payload)];
      const wrong = all.filter((node) => !isQualified(node, payload.namespace));
      const expected = 'elements qualified, attributes not';
      const looked = { ...evidence, kind: 'element', text: `${all.length} elements looked at: ${expected}`, path: payload.path } as const;
      if (wrong.length === 0) return pass(looked);
      const findings = wrong.map(({ path, line }) => ({
        rule: 'LAS-PUPILS-03',
        path,
        line,
        message: 'another namespace than that of the answer',
      }));
      return breach({ expected, of: `${all.length} elements`, evidence, findings });
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/one-alternative',
      requirement: 'LAS-PUPILS-04',
      en: 'The answer holds one of leerlinggegevens, geenwijzigingen and geengegevens',
      nl: 'Het antwoord bevat één van leerlinggegevens, geenwijzigingen en geengegevens',
    },
    ({ answer: { payload }, evidence }) => {
      const told = `${payload.children.length} elements in ${nameInWords(payload.local)}`;
      return holds(payload.children.length === 1, 'one element', told, { ...evidence, kind: 'element', text: told, path: payload.path });
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/schema',
      requirement: 'LAS-PUPILS-05',
      perVersion: true,
      en: 'The answer is valid against the XSD of its version',
      nl: 'Het antwoord is geldig volgens het XSD van zijn versie',
    },
    ({ answer: { payload }, evidence }, las) => judged(las, payload, evidence, 'valid against the XSD'),
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/no-autorisatie',
      requirement: 'LAS-PUPILS-06',
      en: 'The answer carries no autorisatie',
      nl: 'Het antwoord heeft geen autorisatie',
    },
    ({ answer: { envelope }, evidence }) => {
      const blocks = child(envelope, 'Header')?.children ?? [];
      const told = `${envelope.children.map(({ local }) => local).join(', ')} in the envelope, ${blocks.length} blocks in its Header`;
      const has = blocks.some(({ local }) => local === 'autorisatie');
      return holds(!has, 'no autorisatie in the header', 'an autorisatie', {
        ...evidence,
        kind: 'element',
        text: told,
        path: envelope.path,
      });
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/one-in-body',
      requirement: 'LAS-PUPILS-07',
      en: 'The Body of the answer holds one element',
      nl: 'De Body van het antwoord bevat één element',
    },
    ({ answer: { envelope }, evidence }) => {
      const body = child(envelope, 'Body');
      const count = body?.children.length ?? 0;
      const told = { ...evidence, kind: 'element', text: `${count} elements in the Body`, path: body?.path ?? '' } as const;
      return holds(count === 1, 'one element', told.text, told);
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/nothing-to-understand',
      requirement: 'LAS-PUPILS-08',
      level: 'full',
      en: 'The header of the answer asks nothing of the caller (mustUnderstand)',
      nl: 'De header van het antwoord eist niets van de vrager (mustUnderstand)',
    },
    ({ answer: { envelope }, evidence }) => {
      const blocks = child(envelope, 'Header')?.children ?? [];
      const demanding = blocks.filter(({ attributes }) =>
        attributes.some(({ local, value }) => local === 'mustUnderstand' && value.trim() !== '0'),
      );
      const told = { ...evidence, kind: 'element', text: `${blocks.length} header blocks`, path: envelope.path } as const;
      return holds(demanding.length === 0, 'no mustUnderstand', `${demanding.length} header blocks with mustUnderstand`, told);
    },
  ),
  onceAnswered(
    {
      id: 'las/pupils/without-gegevenssetid',
      requirement: 'LAS-PUPILS-22',
      versions: ['2.1', '2.2', '2.3'],
      level: 'full',
      en: 'A question without gegevenssetid is answered',
      nl: 'Een vraag zonder gegevenssetid wordt beantwoord',
    },
    async (las) => {
      const { schoolYear, school } = las.config;
      const answer = await las.sendBody(question('leerlinggegevens_verzoek', las.version, { schoolYear, school }));
      return holds(dataIn(answer) !== undefined, 'pupil data', inWords(answer), seen(answer));
    },
  ),
  ...(
    [
      ['las/pupils/dependancecode-00', 'LAS-PUPILS-12', '00', 'dependancecode 00', 'full'],
      ['las/pupils/dependancecode-empty', 'LAS-PUPILS-13', '', 'an empty dependancecode', 'full'],
    ] as const
  ).map(([id, requirement, code, words, level]) =>
    onceAnswered(
      {
        id,
        requirement,
        level,
        en: `A question with ${words} is about the same school`,
        nl:
          code === ''
            ? 'Een vraag met een lege dependancecode gaat over dezelfde school'
            : 'Een vraag met dependancecode 00 gaat over dezelfde school',
      },
      async (las) => {
        const { brincode, dependancecode } = identificationOf(las.config.school) ?? {};
        if (brincode === undefined || dependancecode !== undefined)
          return notApplicable('the school has no brincode, or a location of its own in dependancecode');
        const usual = question('leerlinggegevens_verzoek', las.version, las.question());
        const body = usual.replace('</brincode>', `</brincode><dependancecode>${code}</dependancecode>`);
        const answer = await las.sendBody(body);
        const found = dataIn(answer);
        if (found === undefined) return fail({ expected: 'pupil data', actual: inWords(answer), evidence: [seen(answer)] });
        const same = isAnsweredSchool(found.data.school, las.config.school);
        if (same === undefined) return skip('the answer does not say which school it is about');
        return holds(same, 'the same school', 'another school', { ...seen(answer), text: 'answered for the same school' });
      },
    ),
  ),
];

function isQualified({ namespace, attributes }: XmlNode, expected: string): boolean {
  return namespace === expected && attributes.every((attribute) => attribute.namespace === '' || FREE.test(attribute.namespace));
}

/** Attributes that any element of any document may have. */
const FREE = /XMLSchema-instance$|\/XML\/1998\/namespace$/;

/** A namespace may hold anything: only those of the standard are repeated. */
function wordsOf(namespace: string): string {
  return /^http:\/\/www\.edustandaard\.nl\/leerresultaten\/\d\/[a-z]{1,30}$/.test(namespace)
    ? namespace
    : namespace === ''
      ? 'no namespace'
      : 'another namespace';
}
