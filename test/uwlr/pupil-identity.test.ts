import { afterAll, describe, expect, test } from '@jest/globals';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import {
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
} from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { OwnJudges } from '../support/variants.js';
import {
  edexText,
  groep,
  LG,
  LG_1,
  leerkracht,
  leerling,
  leerlinggegevensText,
  type PupilParts,
  read,
  rulesIn,
  samengesteldeGroep,
  vestiging,
} from './support/pupil-text.js';

const judges = new OwnJudges();
afterAll(() => judges.dispose());

const inData = (parts: PupilParts) => rulesIn(leerlinggegevensText(parts), leerlinggegevens);

/** What breaks an identity rule, and where; the parts of one message that breaks none otherwise. */
const pupilIn = (content: string, key = 'L1') => leerling(`<achternaam>Proef</achternaam>${content}`, `key="${key}"`);
const teacherIn = (groepen: string, key = 'M1') => leerkracht(`<achternaam>Staf</achternaam><groepen>${groepen}</groepen>`, `key="${key}"`);
const IDENTITY: readonly (readonly [what: string, code: string, schema: string, path: string, parts: PupilParts])[] = [
  ['two groups', 'UWLR-LG-002', 'UWLR-ID-001', 'groepen/groep[2]/@key', { groepen: groep('A') + groep('A') }],
  [
    'a group of each kind',
    'UWLR-LG-002',
    'UWLR-ID-001',
    'groepen/samengestelde_groep[1]/@key',
    { groepen: groep('A') + samengesteldeGroep('A') },
  ],
  ['two pupils', 'UWLR-LG-003', 'UWLR-ID-001', 'leerlingen/leerling[2]/@key', { leerlingen: leerling() + leerling() }],
  ['two members of staff', 'UWLR-LG-004', 'UWLR-ID-001', 'leerkrachten/leerkracht[2]/@key', { leerkrachten: leerkracht() + leerkracht() }],
  ['two locations', 'UWLR-LG-005', 'UWLR-ID-001', 'vestigingen/vestiging[2]/@key', { vestigingen: vestiging('V') + vestiging('V') }],
  [
    'the ECK iDs of two pupils',
    'UWLR-LG-006',
    'UWLR-ID-001',
    'leerlingen/leerling[2]/@eckid',
    { leerlingen: leerling(undefined, 'key="L1" eckid="E"') + leerling(undefined, 'key="L2" eckid="E"') },
  ],
  [
    'the ECK iDs of two members of staff',
    'UWLR-LG-007',
    'UWLR-ID-001',
    'leerkrachten/leerkracht[2]/@eckid',
    { leerkrachten: leerkracht(undefined, 'key="M1" eckid="E"') + leerkracht(undefined, 'key="M2" eckid="E"') },
  ],
  [
    'the group of a pupil',
    'UWLR-LG-008',
    'UWLR-ID-004',
    'leerlingen/leerling[1]/groep/@key',
    { groepen: groep('A') + samengesteldeGroep('B'), leerlingen: pupilIn('<groep key="B"/>') },
  ],
  [
    'a combined group of a pupil',
    'UWLR-LG-008',
    'UWLR-ID-004',
    'leerlingen/leerling[1]/samengestelde_groepen/samengestelde_groep[2]/@key',
    {
      groepen: groep('A') + samengesteldeGroep('B'),
      leerlingen: pupilIn('<samengestelde_groepen><samengestelde_groep key="B"/><samengestelde_groep key="A"/></samengestelde_groepen>'),
    },
  ],
  [
    'a group of a member of staff',
    'UWLR-LG-009',
    'UWLR-ID-004',
    'leerkrachten/leerkracht[1]/groepen/groep[1]/@key',
    { groepen: groep('A'), leerkrachten: teacherIn('<groep key="x"/><groep key="A"/>') },
  ],
  [
    'a combined group of a member of staff',
    'UWLR-LG-009',
    'UWLR-ID-004',
    'leerkrachten/leerkracht[1]/groepen/samengestelde_groep[1]/@key',
    { groepen: groep('A'), leerkrachten: teacherIn('<samengestelde_groep key="A"/>') },
  ],
  [
    'the location of a pupil',
    'UWLR-LG-010',
    'UWLR-ID-004',
    'leerlingen/leerling[1]/vestiging/@key',
    { vestigingen: vestiging('V'), leerlingen: pupilIn('<vestiging key="W"/>') },
  ],
];

describe('identity rules', () => {
  test.each(IDENTITY)('%s: code holds to what the XSDs of UWLR 2 state without effect', (_, rule, __, path, parts) => {
    const xml = leerlinggegevensText(parts);
    const { findings } = read(xml, leerlinggegevens);
    expect(rulesIn(xml, leerlinggegevens)).toEqual([`${rule} /leerlinggegevens/${path}`]);
    expect([findings.schemaValid, findings.valid, judges.of('2.2').judge(xml).valid]).toEqual([true, false, true]);
  });

  test.each(IDENTITY)('%s: in an EDEXML file the XSD holds to it too', (_, __, rule, path, parts) => {
    const xml = edexText(parts);
    const { findings } = read(xml, edex);
    expect(rulesIn(xml, edex)).toEqual([`${rule} /EDEX/${path}`]);
    expect([findings.schemaValid, judges.of('2.2').judge(xml).valid]).toEqual([false, false]);
  });

  test('hold inside an answer, at its own path', () => {
    const [, data = ''] = /^(.*)$/s.exec(leerlinggegevensText({ leerlingen: leerling() + leerling() })) ?? [];
    const xml = `<leerlinggegevens_antwoord xmlns="${LG}">${data}</leerlinggegevens_antwoord>`;
    expect(rulesIn(xml, leerlinggegevensAntwoord)).toEqual([
      'UWLR-LG-003 /leerlinggegevens_antwoord/leerlinggegevens/leerlingen/leerling[2]/@key',
    ]);
  });

  test('hold in the parts that are asked for by themselves, but for references to what another part has', () => {
    const parts: readonly (readonly [Root, PupilParts, string[]])[] = [
      [
        leerlinggegevensStructuur,
        { leerlingen: '', vestigingen: vestiging('V') + vestiging('V'), groepen: groep('A') + samengesteldeGroep('A') },
        ['UWLR-LG-005 /vestigingen/vestiging[2]/@key', 'UWLR-LG-002 /groepen/samengestelde_groep[1]/@key'],
      ],
      [leerlinggegevensLeerlingen, { leerlingen: leerling() + pupilIn('<groep key="x"/>') }, ['UWLR-LG-003 /leerlingen/leerling[2]/@key']],
      [
        leerlinggegevensLeerkrachten,
        { leerlingen: '', leerkrachten: leerkracht() + teacherIn('<groep key="x"/>') },
        ['UWLR-LG-004 /leerkrachten/leerkracht[2]/@key'],
      ],
    ];
    for (const [root, content, expected] of parts) {
      const { name } = root.element;
      const found = rulesIn(leerlinggegevensText(content, name.replace('leerlinggegevens', '')), root);
      expect(found).toEqual(expected.map((finding) => finding.replace(' ', ` /${name}`)));
    }
  });

  test('white space around a key counts for nothing in UWLR 2, and for what it is where XSDs compare', () => {
    const parts = { groepen: groep('A'), leerlingen: pupilIn('<groep key=" A "/>') + leerling(undefined, 'key=" L1"') };
    expect(inData(parts)).toEqual(['UWLR-LG-003 /leerlinggegevens/leerlingen/leerling[2]/@key']);
    expect(rulesIn(edexText(parts), edex)).toEqual(['UWLR-ID-004 /EDEX/leerlingen/leerling[1]/groep/@key']);
  });

  test('pupils of 2.3 without a key are not one pupil', () => {
    const leerlingen =
      leerling(undefined, 'eckid="E1"') + leerling(undefined, 'eckid="E2"') + leerling(undefined, '') + leerling(undefined, '');
    expect(inData({ version: '2.3', leerlingen })).toEqual([]);
  });

  const text1 = (groepen: string, subgroepen: string, leerlingen: string, leerkrachten = '') =>
    `<leerlinggegevens xmlns="${LG_1}"><school><schooljaar>2026-2027</schooljaar><aanmaakdatum>2026-11-22T09:00:00</aanmaakdatum><xsdversie>1.0</xsdversie></school><groepen>${groepen}</groepen><subgroepen>${subgroepen}</subgroepen><leerlingen>${leerlingen}</leerlingen><leerkrachten>${leerkracht()}${leerkrachten}</leerkrachten></leerlinggegevens>`;
  const groep1 = (key: string) => `<groep key="${key}"><naam>Groep</naam></groep>`;
  const subgroep1 = (key: string) => `<subgroep key="${key}"><naam>Groep</naam></subgroep>`;
  const leerling1 = (key: string, refs = '') =>
    `<leerling key="${key}"><achternaam>Proef</achternaam><geboortedatum>2015-03-04</geboortedatum><jaargroep>4</jaargroep>${refs}</leerling>`;

  test.each([
    ['nothing', '', text1(groep1('A'), subgroep1('A'), leerling1('L1', '<groep key="A"/><subgroepen><groep key="A"/></subgroepen>'))],
    ['a pupil twice', 'UWLR-ID-001 leerlingen/leerling[2]/@key', text1(groep1('A'), subgroep1('B'), leerling1('L1') + leerling1('L1'))],
    ['a group twice', 'UWLR-ID-001 groepen/groep[2]/@key', text1(groep1('A') + groep1('A'), subgroep1('B'), leerling1('L1'))],
    ['a subgroup twice', 'UWLR-ID-001 subgroepen/subgroep[2]/@key', text1(groep1('A'), subgroep1('B') + subgroep1('B'), leerling1('L1'))],
    [
      'a member of staff twice',
      'UWLR-ID-001 leerkrachten/leerkracht[2]/@key',
      text1(groep1('A'), subgroep1('B'), leerling1('L1'), leerkracht()),
    ],
    [
      'a group that is none',
      'UWLR-ID-004 leerlingen/leerling[1]/groep/@key',
      text1(groep1('A'), subgroep1('B'), leerling1('L1', '<groep key="B"/>')),
    ],
    [
      'a subgroup that is none',
      'UWLR-ID-004 leerlingen/leerling[1]/subgroepen/groep[1]/@key',
      text1(groep1('A'), subgroep1('B'), leerling1('L1', '<subgroepen><groep key="A"/></subgroepen>')),
    ],
  ])('are rules of the XSD in UWLR 1.0: %s', (_, expected, xml) => {
    const { findings, version } = read(xml, leerlinggegevens1);
    expect(version).toBe('1.0');
    expect(rulesIn(xml, leerlinggegevens1)).toEqual(expected === '' ? [] : [expected.replace(' ', ' /leerlinggegevens/')]);
    expect([findings.schemaValid, judges.of('1.0').judge(xml).valid]).toEqual([expected === '', expected === '']);
  });
});
