import { describe, expect, test } from '@jest/globals';
import { convertMessage } from '../../src/model/conversion.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Toetsafname } from '../../src/uwlr/messages/leerresultaten.js';
import { toetsdefinities } from '../../src/uwlr/messages/toetsdefinities.js';
import { decodeText } from '../support/decode-text.js';
import { fullMessage } from './support/invented-message.js';

const AFNAME = '/leerresultaten_verzoek/toetsafnames/toetsafname';

function withPupils(...pupils: readonly Partial<Toetsafname>[]): LeerresultatenVerzoek {
  const message = fullMessage();
  const resultaten = { resultaat: [{ key: 'r', afnamedatum: '2026-01-14', toetscode: 'T1', score: '1' }] };
  return { ...message, toetsafnames: { toetsafname: pupils.map((pupil) => ({ resultaten, ...pupil })) } };
}

describe('down', () => {
  test('to 2.1 no ECK iD comes along', () => {
    const { message, losses } = convertMessage(
      leerresultatenVerzoek,
      withPupils({ leerlingid: 'a', eckid: 'x' }, { leerlingid: 'b', eckid: 'y' }),
      '2.1',
    );
    expect(message).toEqual({
      ...withPupils({ leerlingid: 'a' }, { leerlingid: 'b' }),
      school: { ...fullMessage().school, xsdversie: '2.1' },
    });
    expect(losses).toEqual([{ kind: 'left-out', path: `${AFNAME}/eckid`, reason: 'not-in-version', count: 2 }]);
  });

  test('to 2.2 no pupil without key comes along, and which one is said', () => {
    const { message, losses } = convertMessage(leerresultatenVerzoek, withPupils({ eckid: 'x' }, { leerlingid: 'b', eckid: 'y' }), '2.2');
    expect(message?.toetsafnames.toetsafname.map(({ leerlingid }) => leerlingid)).toEqual(['b']);
    expect(losses).toEqual([{ kind: 'blocked', path: `${AFNAME}[1]`, reason: 'missing-leerlingid', count: 1 }]);
  });

  test('nothing is left of a message without any such pupil', () => {
    const { message, losses } = convertMessage(leerresultatenVerzoek, withPupils({ eckid: 'x' }), '2.2');
    expect(message).toBeUndefined();
    expect(losses.at(-1)).toMatchObject({ kind: 'blocked', path: '/leerresultaten_verzoek' });
  });

  test('to 2.1 a school with a long key cannot be named', () => {
    const { brincode: _, dependancecode: __, ...school } = fullMessage().school;
    const message = { ...fullMessage(), school: { ...school, schoolkey: 'k'.repeat(65) } };
    expect(convertMessage(leerresultatenVerzoek, message, '2.2').message?.school.schoolkey).toHaveLength(65);
    const { message: none, losses } = convertMessage(leerresultatenVerzoek, message, '2.1');
    expect(none).toBeUndefined();
    expect(losses).toContainEqual({
      kind: 'blocked',
      path: '/leerresultaten_verzoek/school/schoolkey',
      reason: 'value-not-allowed',
      count: 1,
    });
  });
});

test('up to 2.3 everything comes along', () => {
  const { message, losses } = convertMessage(leerresultatenVerzoek, fullMessage(), '2.3');
  expect(losses).toEqual([]);
  expect(message).toEqual({ ...fullMessage(), school: { ...fullMessage().school, xsdversie: '2.3' } });
});

test('test definitions are the same in every version', () => {
  const { toetsen } = fullMessage();
  for (const version of UWLR_2_VERSIONS)
    expect(convertMessage(toetsdefinities, { toetsen }, version)).toEqual({ message: { toetsen }, losses: [] });
});

test('whatever comes out is valid in its version, and no loss holds a value', () => {
  let count = 0;
  for (const from of UWLR_2_VERSIONS) {
    for (const to of UWLR_2_VERSIONS) {
      for (let seed = 0; seed < 20; seed += 1) {
        const { message, losses } = convertMessage(
          leerresultatenVerzoek,
          generateMessage(leerresultatenVerzoek, from, new Random(seed)),
          to,
        );
        for (const { path } of losses) expect(path).toMatch(/^\/[a-z_/[\]0-9]+$/);
        if (message === undefined) continue;
        const { findings, value } = decodeText(encodeToString(leerresultatenVerzoek, to, message), leerresultatenVerzoek);
        expect(findings.list).toEqual([]);
        expect(value).toEqual(message);
        count += 1;
      }
    }
  }
  expect(count).toBeGreaterThan(100);
});
