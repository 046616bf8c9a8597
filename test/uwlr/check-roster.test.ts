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
import {
  antwoord,
  checkPupilData,
  GROEPEN,
  LG,
  LG1,
  leerkracht,
  leerling,
  type PersonParts,
  REAL_ECK_ID,
  roster,
  type SchoolParts,
  school,
  VESTIGINGEN,
} from './support/roster-text.js';

const ROOT = '/leerlinggegevens_antwoord/leerlinggegevens';
const PUPIL = `${ROOT}/leerlingen/leerling[1]`;
const STAFF = `${ROOT}/leerkrachten/leerkracht[1]`;

const pupil = (parts: PersonParts) => antwoord({ leerlingen: leerling(parts) });
const staff = (parts: PersonParts) => antwoord({ leerkrachten: leerkracht(parts) });
const head = (parts: SchoolParts) => antwoord({ school: school(parts) });
/** In 2.3, where a pupil may do without a key. */
const pupil3 = (keys: string) => antwoord({ school: school({ version: '2.3' }), leerlingen: `${HERE}${leerling({ keys })}` });
const plain = (text: string) => text.replace(HERE, '');

function verzoek(name: string, parts: { readonly jaar?: string; readonly groepen?: string } = {}): string {
  const { jaar = '<schooljaar>2025-2026</schooljaar>', groepen = '' } = parts;
  return `<${name} xmlns="${name.includes('_') ? LG : LG1}">\n${jaar}<brincode>99XX</brincode><xsdversie>${name.includes('_') ? '2.2' : '1.0'}</xsdversie>${groepen}</${name}>`;
}

/** All pupil data of 1.0, which writes year groups and subgroups in its own way. */
function antwoord1({ jaar = '2025-2026', keys = 'key="ll-1"', sub = 'sub-1' } = {}): string {
  return `<leerlinggegevensantwoord xmlns="${LG1}"><leerlinggegevens>
<school>${jaar.includes('<') ? jaar : `<schooljaar>${jaar}</schooljaar>`}<brincode>99XX</brincode><aanmaakdatum>2026-03-01T09:00:00</aanmaakdatum><xsdversie>1.0</xsdversie></school>
<groepen><groep key="g-1"><naam>Groep 5</naam></groep></groepen>
<subgroepen><subgroep key="sub-1"><naam>Plusklas</naam></subgroep></subgroepen>
<leerlingen><leerling ${keys}><roepnaam>Mies</roepnaam><geboortedatum>2016-05-04</geboortedatum><jaargroep>5</jaargroep><groep key="g-1"/><subgroepen><groep key="${sub}"/></subgroepen></leerling></leerlingen>
</leerlinggegevens></leerlinggegevensantwoord>`;
}

interface Case {
  readonly rule: keyof typeof ROSTER_RULES;
  readonly name: string;
  readonly path: string;
  /** Marked where the finding is expected. */
  readonly wrong: string;
  readonly right: string;
}

const CASES: readonly Case[] = [
  {
    rule: 'UWLR-LG-001',
    name: 'a question for a school year of three years',
    path: '/leerlinggegevens_verzoek/schooljaar',
    wrong: verzoek('leerlinggegevens_verzoek', { jaar: `${HERE}<schooljaar>2024-2026</schooljaar>` }),
    right: verzoek('leerlinggegevens_verzoek'),
  },
  {
    rule: 'UWLR-LG-001',
    name: 'an answer of 1.0 with a school year that goes back',
    path: '/leerlinggegevensantwoord/leerlinggegevens/school/schooljaar',
    wrong: antwoord1({ jaar: `${HERE}<schooljaar>2026-2025</schooljaar>` }),
    right: antwoord1(),
  },
  {
    rule: 'UWLR-LG-002',
    name: 'a base group and a combined group with one key',
    path: `${ROOT}/groepen/samengestelde_groep[1]/@key`,
    wrong: antwoord({ groepen: GROEPEN.replace('<samengestelde_groep key="s-1"', `${HERE}<samengestelde_groep key="g-1"`) }),
    right: antwoord(),
  },
  {
    rule: 'UWLR-LG-003',
    name: 'two pupils with one key',
    path: `${ROOT}/leerlingen/leerling[2]/@key`,
    wrong: antwoord({ leerlingen: `${leerling()}\n${HERE}${leerling()}` }),
    right: antwoord({ leerlingen: leerling() + leerling({ keys: 'key="LL-1"' }) }),
  },
  {
    rule: 'UWLR-LG-004',
    name: 'two members of staff with one key',
    path: `${ROOT}/leerkrachten/leerkracht[2]/@key`,
    wrong: antwoord({ leerkrachten: `${leerkracht()}\n${HERE}${leerkracht()}` }),
    right: antwoord({ leerkrachten: leerkracht({ keys: 'key="ll-1"' }) }),
  },
  {
    rule: 'UWLR-LG-005',
    name: 'two locations with one key',
    path: `${ROOT}/vestigingen/vestiging[2]/@key`,
    wrong: antwoord({
      vestigingen: VESTIGINGEN.replace('</vestigingen>', `${HERE}<vestiging key="v-1"><naam>Bijgebouw</naam></vestiging></vestigingen>`),
    }),
    right: antwoord({ vestigingen: VESTIGINGEN.replace('v-1', 'g-1') }),
  },
  {
    rule: 'UWLR-LG-006',
    name: 'two pupils with one ECK iD',
    path: `${ROOT}/leerlingen/leerling[2]/@eckid`,
    wrong: antwoord({
      leerlingen: `${leerling({ keys: `key="a" eckid="${REAL_ECK_ID}"` })}\n${HERE}${leerling({ keys: `key="b" eckid="${REAL_ECK_ID}"` })}`,
    }),
    right: antwoord({
      leerlingen: leerling({ keys: `key="a" eckid="${REAL_ECK_ID}"` }) + leerling({ keys: 'key="b"' }) + leerling({ keys: 'key="c"' }),
    }),
  },
  {
    rule: 'UWLR-LG-007',
    name: 'two members of staff with one ECK iD',
    path: `${ROOT}/leerkrachten/leerkracht[2]/@eckid`,
    wrong: antwoord({
      leerkrachten: `${leerkracht({ keys: `key="a" eckid="${REAL_ECK_ID}"` })}\n${HERE}${leerkracht({ keys: `key="b" eckid="${REAL_ECK_ID}"` })}`,
    }),
    // Somebody may be both.
    right: antwoord({
      leerlingen: leerling({ keys: `key="a" eckid="${REAL_ECK_ID}"` }),
      leerkrachten: leerkracht({ keys: `key="a" eckid="${REAL_ECK_ID}"` }),
    }),
  },
  {
    rule: 'UWLR-LG-008',
    name: 'a pupil in a base group that is not there',
    path: `${PUPIL}/groep/@key`,
    wrong: pupil({ after: `${HERE}<groep key="s-1"/>` }),
    right: pupil({ after: '<groep key="g-1"/>' }),
  },
  {
    rule: 'UWLR-LG-008',
    name: 'a pupil in a combined group that is not there',
    path: `${PUPIL}/samengestelde_groepen/samengestelde_groep[2]/@key`,
    wrong: pupil({
      after: `<samengestelde_groepen><samengestelde_groep key="s-1"/>\n${HERE}<samengestelde_groep key="g-1"/></samengestelde_groepen>`,
    }),
    right: pupil({ after: '<samengestelde_groepen><samengestelde_groep key="s-1"/></samengestelde_groepen>' }),
  },
  {
    rule: 'UWLR-LG-009',
    name: 'a member of staff in a group that is not there',
    path: `${STAFF}/groepen/groep[2]/@key`,
    wrong: staff({ after: `<groepen><groep key="g-1"/>\n${HERE}<groep key="g-2"/></groepen>` }),
    right: staff({ after: '<groepen><samengestelde_groep key="s-1"/><groep key="g-1"/></groepen>' }),
  },
  {
    rule: 'UWLR-LG-009',
    name: 'a member of staff in a combined group that is not there',
    path: `${STAFF}/groepen/samengestelde_groep[1]/@key`,
    wrong: staff({ after: `<groepen>${HERE}<samengestelde_groep key="g-1"/></groepen>` }),
    right: staff({ after: '<groepen><samengestelde_groep key="s-1"/></groepen>' }),
  },
  {
    rule: 'UWLR-LG-010',
    name: 'a pupil at a location that is not there',
    path: `${PUPIL}/vestiging/@key`,
    wrong: pupil({ after: `${HERE}<vestiging key="v-2"/>` }),
    right: pupil({ after: '<vestiging key="v-1"/>' }),
  },
  {
    rule: 'UWLR-LG-011',
    name: 'a pupil with a dummy key',
    path: `${PUPIL}/@key`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ keys: 'key="#001"' })}` }),
    right: pupil({ keys: 'key="001#"' }),
  },
  {
    rule: 'UWLR-LG-011',
    name: 'a combined group with a dummy key',
    path: `${ROOT}/groepen/samengestelde_groep[1]/@key`,
    wrong: antwoord({ groepen: GROEPEN.replace('<samengestelde_groep key="s-1"', `${HERE}<samengestelde_groep key="#1"`) }),
    right: antwoord(),
  },
  {
    rule: 'UWLR-LG-012',
    name: 'white space around the key of a member of staff',
    path: `${STAFF}/@key`,
    wrong: antwoord({ leerkrachten: `${HERE}${leerkracht({ keys: 'key="m-1 "' })}` }),
    right: staff({ keys: 'key="m 1"' }),
  },
  {
    rule: 'UWLR-LG-012',
    name: 'white space around the key of a location',
    path: `${ROOT}/vestigingen/vestiging[1]/@key`,
    wrong: antwoord({ vestigingen: VESTIGINGEN.replace('<vestiging key="v-1"', `${HERE}<vestiging key=" v-1"`) }),
    right: antwoord(),
  },
  {
    rule: 'UWLR-LG-012',
    name: 'white space around the key of a group that a pupil points to',
    path: `${PUPIL}/groep/@key`,
    wrong: pupil({ after: `${HERE}<groep key="g-1 "/>` }),
    right: pupil({ after: '<groep key="g-1"/>' }),
  },
  {
    rule: 'UWLR-LG-012',
    name: 'white space around the key of a group that is asked for',
    path: '/leerkrachten_verzoek/groepen/samengestelde_groep[2]/@key',
    wrong: verzoek('leerkrachten_verzoek', {
      groepen: `\n<groepen><samengestelde_groep key="s"/><groep key="g"/>\n${HERE}<samengestelde_groep key=" s-1"/></groepen>`,
    }),
    right: verzoek('leerkrachten_verzoek', { groepen: '<groepen><groep/><samengestelde_groep key="s-1"/></groepen>' }),
  },
  {
    rule: 'UWLR-LG-013',
    name: 'a group with a blank key',
    path: `${ROOT}/groepen/groep[1]/@key`,
    wrong: antwoord({ groepen: GROEPEN.replace('<groep key="g-1"', `${HERE}<groep key=" "`) }),
    right: antwoord({ groepen: GROEPEN.replace('g-1', '-') }),
  },
  {
    rule: 'UWLR-LG-013',
    name: 'a pupil with a blank ECK iD',
    path: `${PUPIL}/@eckid`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ keys: 'key="ll-1" eckid=" "' })}` }),
    right: antwoord(),
  },
  {
    rule: 'UWLR-LG-014',
    name: 'a pupil without year group, in no group that has one',
    path: PUPIL,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ jaargroep: '' })}` }),
    right: pupil({ jaargroep: '', after: '<groep key="g-1"/>' }),
  },
  {
    rule: 'UWLR-LG-015',
    name: 'a surname that ends with a space',
    path: `${PUPIL}/achternaam`,
    wrong: pupil({ naam: `${HERE}<achternaam>Voorbeeld </achternaam>` }),
    right: pupil({ naam: '<achternaam>Voorbeeld-Proef</achternaam>' }),
  },
  {
    rule: 'UWLR-LG-015',
    name: 'a prefix that holds two spaces in a row',
    path: `${PUPIL}/voorvoegsel`,
    wrong: pupil({ naam: `<achternaam>Voorbeeld</achternaam>\n${HERE}<voorvoegsel>van  der</voorvoegsel>` }),
    right: pupil({ naam: '<achternaam>Voorbeeld</achternaam><voorvoegsel>van der</voorvoegsel>' }),
  },
  {
    rule: 'UWLR-LG-015',
    name: 'a first name of a member of staff that begins with a space',
    path: `${STAFF}/roepnaam`,
    wrong: staff({ naam: `${HERE}<roepnaam> Noot</roepnaam>` }),
    right: staff({ naam: '<roepnaam>Noot-Mies</roepnaam>' }),
  },
  {
    rule: 'UWLR-LG-015',
    name: 'full first names, which have no position of their own',
    path: `${PUPIL}/voornamen`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ naam: '<achternaam>Voorbeeld</achternaam><voornamen>Mies  Noot</voornamen>' })}` }),
    right: pupil({ naam: '<achternaam>Voorbeeld</achternaam><voornamen>Mies Noot</voornamen>' }),
  },
  {
    rule: 'UWLR-LG-016',
    name: 'initials with points',
    path: `${PUPIL}/voorletters-1`,
    wrong: pupil({ naam: `<achternaam>Voorbeeld</achternaam>${HERE}<voorletters-1>Y.H.</voorletters-1>` }),
    right: pupil({ naam: '<achternaam>Voorbeeld</achternaam><voorletters-1>YH</voorletters-1>' }),
  },
  {
    rule: 'UWLR-LG-016',
    name: 'initials of a member of staff with a space',
    path: `${STAFF}/voorletters-1`,
    wrong: staff({ naam: `<achternaam>Voorbeeld</achternaam>${HERE}<voorletters-1>Y H</voorletters-1>` }),
    right: staff({ naam: '<achternaam>Voorbeeld</achternaam><voorletters-1>Yh</voorletters-1>' }),
  },
  {
    rule: 'UWLR-LG-017',
    name: 'an ECK iD in another form',
    path: `${PUPIL}/@eckid`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ keys: 'key="ll-1" eckid="eckid_L1"' })}` }),
    right: pupil({ keys: `key="ll-1" eckid="${REAL_ECK_ID}"` }),
  },
  {
    rule: 'UWLR-LG-017',
    name: 'an ECK iD of a member of staff in capitals',
    path: `${STAFF}/@eckid`,
    wrong: antwoord({ leerkrachten: `${HERE}${leerkracht({ keys: `key="m-1" eckid="${REAL_ECK_ID.toUpperCase()}"` })}` }),
    right: staff({ keys: `key="m-1" eckid="${ECK_ID}"` }),
  },
  {
    rule: 'UWLR-LG-018',
    name: 'a pupil of 2.3 with neither key nor ECK iD',
    path: PUPIL,
    wrong: pupil3(''),
    right: plain(pupil3(`eckid="${REAL_ECK_ID}"`)),
  },
  {
    rule: 'UWLR-LG-019',
    name: 'a pupil who will be born tomorrow',
    path: `${PUPIL}/geboortedatum`,
    wrong: pupil({ geboren: `${HERE}<geboortedatum>2026-03-03</geboortedatum>` }),
    right: pupil({ geboren: '<geboortedatum>2026-03-02</geboortedatum>' }),
  },
  {
    rule: 'UWLR-LG-020',
    name: 'a message from the day after tomorrow',
    path: `${ROOT}/school/aanmaakdatum`,
    wrong: head({ gemaakt: `${HERE}<aanmaakdatum>2026-03-03T12:00:00.001Z</aanmaakdatum>` }),
    right: head({ gemaakt: '<aanmaakdatum>2026-03-03T12:00:00Z</aanmaakdatum>' }),
  },
  {
    rule: 'UWLR-LG-021',
    name: 'a number of a school in Flanders that begins with 0',
    path: `${ROOT}/school/instellingsnummer`,
    wrong: head({ id: `${HERE}<instellingsnummer>012345</instellingsnummer>` }),
    right: head({ id: '<instellingsnummer>102345</instellingsnummer>' }),
  },
  {
    rule: 'UWLR-LG-023',
    name: 'an ECK iD of the pilot environment',
    path: `${PUPIL}/@eckid`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ keys: `key="ll-1" eckid="${ECK_ID}"` })}` }),
    right: pupil({ keys: `key="ll-1" eckid="${REAL_ECK_ID}"` }),
  },
  {
    rule: 'UWLR-LG-024',
    name: 'a key that may be a national number',
    path: `${PUPIL}/@key`,
    wrong: antwoord({ leerlingen: `${HERE}${leerling({ keys: 'key="123456782"' })}` }),
    right: pupil({ keys: 'key="123456783"' }),
  },
];

describe('pupil data that break one rule', () => {
  test.each(CASES)('$rule: $name', ({ rule, path, wrong, right }) => {
    const { text, at } = unmark(wrong);
    const { severity } = ROSTER_RULES[rule];
    expect(checkPupilData(text).found).toEqual([`${rule} ${path} ${at}${severity === 'error' ? '' : ` ${severity}`}`]);
    expect(checkPupilData(right).found).toEqual([]);
  });

  // LG-025 goes by a setting: see test/gateway/production.test.ts.
  test('every rule is tried, but the one of the translation', () => {
    const tried = new Set<string>(CASES.map(({ rule }) => rule));
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
