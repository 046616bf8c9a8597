import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { checkRequest, checkRoster } from '../../src/uwlr/check-roster.js';
import { Findings } from '../../src/uwlr/findings.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { ROSTER_RULES } from '../../src/uwlr/rules/roster-rules.js';
import { decodeText, shown } from '../support/decode-text.js';
import { ECK_ID, HERE, NOW, unmark } from './support/results-text.js';
import { antwoord1, pupil, ROSTER_CASES, verzoek } from './support/roster-cases.js';
import { antwoord, checkPupilData, GROEPEN, LG, leerkracht, leerling, roster, school } from './support/roster-text.js';

describe('pupil data that break one rule', () => {
  test.each(ROSTER_CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(wrong);
    const { severity } = ROSTER_RULES[rule];
    expect(checkPupilData(text).found).toEqual([`${rule} ${path} ${at}${severity === 'error' ? '' : ` ${severity}`}`]);
    expect(checkPupilData(right).found).toEqual([]);
  });

  // LG-025 goes by a setting: see test/gateway/production.test.ts.
  test('every rule is tried, but the one of the translation', () => {
    const tried = new Set<string>(ROSTER_CASES.map(({ rule }) => rule));
    expect(Object.keys(ROSTER_RULES).filter((rule) => !tried.has(rule))).toEqual(['UWLR-LG-022', 'UWLR-LG-025']);
  });
});

describe('a school year of two years that do not follow each other', () => {
  test.each(['leerlinggegevens_verzoek', 'structuur_verzoek', 'leerlingen_verzoek', 'leerkrachten_verzoek', 'leerlinggegevensverzoek'])(
    'is found in %s, and is a warning under the tolerant policy',
    (name) => {
      const groepen = /leerlingen|leerkrachten/.test(name) ? '<groepen><groep key="g-1"/></groepen>' : '';
      const text = verzoek(name, { jaar: '<schooljaar>1000-2999</schooljaar>', groepen });
      expect(checkPupilData(text).found).toEqual([`UWLR-LG-001 /${name}/schooljaar 2:1`]);
      expect(checkPupilData(text, 'tolerant').found).toEqual([`UWLR-LG-001 /${name}/schooljaar 2:1 warning`]);
    },
  );

  test('is not looked for in one that was left empty', () => {
    const text = verzoek('leerlinggegevens_verzoek', { jaar: '<schooljaar/>' });
    const { value, findings, decoder } = decodeText(text, rootNamed('leerlinggegevens_verzoek'), { policy: 'tolerant' });
    const own = new Findings('tolerant');
    checkRequest(rootNamed('leerlinggegevens_verzoek'), value, decoder.decoder, own);
    expect([findings.list.map(({ rule }) => rule), own.list]).toEqual([['UWLR-SCH-016'], []]);
  });
});

describe('the same is found wherever pupil data stand', () => {
  const dummy = { leerlingen: `${leerling()}\n${HERE}${leerling({ keys: 'key="#1"' })}` };
  const parts = (name: string, data: string) =>
    `<${name}_antwoord xmlns="${LG}"><leerlinggegevens-${name}>\n${school()}\n${data}</leerlinggegevens-${name}></${name}_antwoord>`;

  test.each([
    ['bare data', `<leerlinggegevens xmlns="${LG}">\n${roster(dummy)}</leerlinggegevens>`, '/leerlinggegevens/leerlingen/leerling[2]'],
    ['a file', `<EDEX>\n${roster({ ...dummy, school: school({ version: '2.1' }) })}</EDEX>`, '/EDEX/leerlingen/leerling[2]'],
    [
      'pupils of some groups',
      parts('leerlingen', `<leerlingen>${dummy.leerlingen}</leerlingen>`),
      '/leerlingen_antwoord/leerlinggegevens-leerlingen/leerlingen/leerling[2]',
    ],
    [
      'staff of some groups',
      parts('leerkrachten', `<leerkrachten>${HERE}${leerkracht({ keys: 'key="#1"' })}</leerkrachten>`),
      '/leerkrachten_antwoord/leerlinggegevens-leerkrachten/leerkrachten/leerkracht[1]',
    ],
    [
      'groups',
      parts('structuur', GROEPEN.replace('<groep key="g-1"', `${HERE}<groep key="#1"`)),
      '/structuur_antwoord/leerlinggegevens-structuur/groepen/groep[1]',
    ],
    [
      'groups by themselves',
      `<leerlinggegevens-structuur xmlns="${LG}">${school()}${GROEPEN.replace('<groep key="g-1"', `${HERE}<groep key="#1"`)}</leerlinggegevens-structuur>`,
      '/leerlinggegevens-structuur/groepen/groep[1]',
    ],
    [
      '1.0',
      antwoord1({ keys: 'key="#1"' }).replace('<leerling ', `${HERE}<leerling `),
      '/leerlinggegevensantwoord/leerlinggegevens/leerlingen/leerling[1]',
    ],
  ])('%s', (_, marked, path) => {
    const { text, at } = unmark(marked);
    expect(checkPupilData(text).found).toEqual([`UWLR-LG-011 ${path}/@key ${at} warning`]);
  });

  test('pupils of some groups may point to groups that are not in the message', () => {
    const text = parts('leerlingen', `<leerlingen>${leerling({ after: '<groep key="elders"/>' })}</leerlingen>`);
    expect(checkPupilData(text).found).toEqual([]);
  });

  test.each(['geenwijzigingen', 'geengegevens'])('an answer that says %s has nothing to check', (name) => {
    const text = `<leerlinggegevens_antwoord xmlns="${LG}"><${name}/></leerlinggegevens_antwoord>`;
    expect(checkPupilData(text).found).toEqual([]);
  });
});

test('white space around a key makes no other key: what points to it is right, and its like is a second', () => {
  const groepen = GROEPEN.replace('"g-1"', '" g-1"');
  const leerlingen = leerling({ after: '<groep key="g-1"/>' }) + leerling({ keys: 'key="ll-1 "' });
  expect(checkPupilData(antwoord({ groepen, leerlingen })).found.map((found) => found.split(' ')[0])).toEqual([
    'UWLR-LG-003',
    'UWLR-LG-012',
    'UWLR-LG-012',
  ]);
});

test('that ECK iDs are of the pilot environment is said once', () => {
  const digits = (at: number) => ECK_ID.slice(0, -1) + at;
  const leerlingen = [1, 2, 3].map((at) => leerling({ keys: `key="l-${at}" eckid="${digits(at)}"` })).join('');
  expect(checkPupilData(antwoord({ leerlingen })).found).toEqual([expect.stringMatching(/^UWLR-LG-023 .*leerling\[1\].* info$/)]);
});

test('findings hold nothing of the message but names of the standard', () => {
  const text = pupil({ keys: 'key=" ll-geheim" eckid="eckid-geheim"', naam: '<achternaam>Geheim </achternaam>' });
  const { value, decoder } = decodeText(text, leerlinggegevensAntwoord);
  const findings = new Findings('strict');
  for (const _ of checkRoster(leerlinggegevensAntwoord, value, decoder.decoder, findings, { now: NOW }));
  expect(findings.count).toBe(3);
  expect(JSON.stringify(findings.list)).not.toMatch(/geheim/i);
});

test('checking pauses on the way, so that others get their turn', () => {
  const leerlingen = Array.from({ length: 1000 }, (_, at) => leerling({ keys: `key="l-${at}"` })).join('');
  const { value, decoder } = decodeText(antwoord({ leerlingen }), leerlinggegevensAntwoord);
  const pauses = [...checkRoster(leerlinggegevensAntwoord, value, decoder.decoder, new Findings('strict'), { now: NOW })].length;
  expect(pauses).toBeGreaterThanOrEqual(3);
});

const PUPIL_ROOTS = ROOTS.filter(({ element: { schema } }) => /leerlinggegevens$/.test(schema.namespace) || schema.namespace === '');

describe('what is generated with semantic: true breaks no rule', () => {
  const cases = PUPIL_ROOTS.flatMap((root) => versionsOf(root).map((version) => [root.element.name, version, root] as const));

  test.each(cases)('%s %s', (name, version, root) => {
    const random = new Random(6);
    for (let count = 0; count < 60; count += 1) {
      const value = generateMessage(root, version, random, { semantic: true, repeat: { leerling: 3 } });
      const { findings, decoder } = decodeText(writeTree(treeOf(compile(root, version).root, value, { version }), random), root);
      if (name.includes('verzoek')) checkRequest(root, value, decoder.decoder, findings);
      else for (const _ of checkRoster(root, value, decoder.decoder, findings, { now: new Date() }));
      // Whose ECK iDs they are is no secret: nobody's.
      expect(findings.list.filter(({ rule }) => rule !== 'UWLR-LG-023').map(shown)).toEqual([]);
    }
  });
});

function rootNamed(name: string) {
  const root = PUPIL_ROOTS.find(({ element }) => element.name === name);
  if (root === undefined) throw new Error('no such message');
  return root;
}
