import { afterAll, describe, expect, test } from '@jest/globals';
import { edgeText } from '../../src/synthetic/messages/edge-text.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { editText } from '../../src/synthetic/messages/text.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { versionsOf } from '../../src/uwlr/grammar/grammar.js';
import type { SimpleType } from '../../src/uwlr/grammar/simple-type.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { openJudge, type SchemaJudge } from '../../src/xml/schema-judge.js';
import { XmlWriter } from '../../src/xml/writer.js';
import { OFFICIAL_ARE_HERE, officialJudge } from '../support/judges.js';
import { TEXT_NEUTRALISERS } from '../support/known-deviations.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';
import { RESULT_ROOTS } from '../support/trial.js';
import { OwnJudges } from '../support/variants.js';
import { expectAgreement, type JudgesOf } from './support/verdict-run.js';

const own = new OwnJudges();
const official = OFFICIAL_ARE_HERE ? officialJudge() : undefined;
afterAll(() => {
  own.dispose();
  official?.dispose();
});

const judgesOf: JudgesOf = (_, version) => {
  const ours = [`our XSDs of ${version}`, own.of(version)] as const;
  return version === '2.2' && official !== undefined ? [ours, ['the official XSDs of 2.2', official]] : [ours];
};

test('the verdict of the decoder on the side of results is that of libxml2 with the XSDs, but for the named deviations', () => {
  expectAgreement({ messages: share(20_000), roots: RESULT_ROOTS, judgesOf });
}, 600_000);

/** Every type of text in the messages, once. */
function textTypes(): SimpleType[] {
  const nodes = ROOTS.flatMap((root) => versionsOf(root).flatMap((version) => [...compile(root, version).byPath.values()]));
  const types = nodes.flatMap(({ text, attributes }) => [text, ...[...attributes.values()].map(({ type }) => type)]);
  return [...new Map(types.flatMap((type) => (type === undefined ? [] : [[JSON.stringify(type.xsd), type]]))).values()];
}

function judgeOf({ xsd }: SimpleType): SchemaJudge {
  const facets = xsd.facets.map(([facet, value]) => `<xs:${facet} value="${value}"/>`).join('');
  const type = `<xs:simpleType><xs:restriction base="${xsd.base}">${facets}</xs:restriction></xs:simpleType>`;
  const element = facets === '' ? `<xs:element name="v" type="${xsd.base}"/>` : `<xs:element name="v">${type}</xs:element>`;
  return openJudge(new Map([['v.xsd', `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${element}</xs:schema>`]]), 'v.xsd');
}

describe('the verdict on a text', () => {
  test.each(textTypes().map((type) => [`${type.name ?? type.xsd.base}: ${type.describe}`, type] as const))('%s', (_, type) => {
    const random = new Random(SEED);
    const judge = judgeOf(type);
    const isValid = (text: string) => judge.judge(new XmlWriter().leaf('v', text).toString()).valid;
    const edited = Array.from({ length: 400 }, () => editText(random, random.pick([...type.samples, ...type.wrong])));
    const edges = Array.from({ length: 600 }, () => edgeText(random, type));
    for (const text of [...type.samples, ...type.wrong, ...edited, ...edges]) {
      const ours = typeof type.check(text) === 'string';
      if (isValid(text) === ours) continue;
      const neutral = Object.values(TEXT_NEUTRALISERS).reduce((left, neutralise) => neutralise(type, left), text);
      expect([text, neutral !== text, typeof type.check(neutral) === 'string', isValid(neutral)]).toEqual([text, true, true, true]);
    }
    for (const sample of type.samples) expect([sample, typeof type.check(sample)]).toEqual([sample, 'string']);
    for (const wrong of type.wrong) expect([wrong, typeof type.check(wrong)]).toEqual([wrong, 'object']);
    judge.dispose();
  });
});
