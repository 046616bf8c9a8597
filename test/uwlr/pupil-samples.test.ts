import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Policy } from '../../src/uwlr/finding.js';
import type { Edex } from '../../src/uwlr/messages/edexml-file.js';
import type { Leerlinggegevens, LeerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { readSample } from './support/read-sample.js';

const SAMPLES = '/work/shared/samples';
const POLICIES = ['strict', 'tolerant'] as const;
const tried = new Set<string>();

function read(file: string, policy: Policy) {
  tried.add(file);
  return readSample(`${SAMPLES}/${file}`, policy);
}

/** Messages of clients and servers in the field: what is said about them, and what is left of them, under either policy. */
const here = existsSync(SAMPLES) ? describe : describe.skip;
if (!existsSync(SAMPLES)) console.log(`skipped: no samples at ${SAMPLES}`);

/** A question for school 99XX in 2.2, as most samples ask it. */
const ASKED = { schooljaar: '2024-2025', brincode: '99XX', dependancecode: '00', xsdversie: '2.2' };
const BASE_GROUPS = { groep: [{ key: 'g5a' }, { key: 'g6b' }] };
const BOTH_GROUPS = { ...BASE_GROUPS, samengestelde_groep: [{ key: 'sg1' }] };
const MAGISTER = { ...ASKED, brincode: '99DE', xsdversie: '2.3' };

here('questions that are as they should be', () => {
  const CASES: readonly (readonly [file: string, message: string, value: object])[] = [
    ['phpsoap-HaalStructuur-2.2', 'structuur_verzoek', ASKED],
    ['phpsoap-HaalLeerlingen-2.2', 'leerlingen_verzoek', { ...ASKED, groepen: BASE_GROUPS }],
    ['phpsoap-HaalLeerkrachten-2.2', 'leerkrachten_verzoek', { ...ASKED, groepen: BASE_GROUPS }],
    ['zeep-HaalLeerlinggegevens-2.2', 'leerlinggegevens_verzoek', ASKED],
    ['zeep-HaalStructuur-2.2', 'structuur_verzoek', ASKED],
    ['zeep-HaalLeerlingen-2.2', 'leerlingen_verzoek', { ...ASKED, groepen: BOTH_GROUPS }],
    ['zeep-HaalLeerkrachten-2.2', 'leerkrachten_verzoek', { ...ASKED, groepen: BOTH_GROUPS }],
    ['nodesoap-HaalLeerlinggegevens-2.2', 'leerlinggegevens_verzoek', ASKED],
    ['nodesoap-HaalLeerlingen-2.2', 'leerlingen_verzoek', { ...ASKED, groepen: { groep: [{ key: 'g5a' }] } }],
    ['testcorrect-somtoday-HaalLeerlinggegevens-2.2', 'leerlinggegevens_verzoek', { ...ASKED, schooljaar: '2019-2020', brincode: '06SS' }],
    ['testcorrect-magister-HaalLeerlinggegevens-2.3', 'leerlinggegevens_verzoek', { ...MAGISTER, gegevenssetid: 'Smalle-set-VO' }],
    ['testcorrect-magister-2021-HaalLeerlinggegevens-2.3', 'leerlinggegevens_verzoek', MAGISTER],
    [
      'edustandaard-viewer-HaalLeerlinggegevens-2.2',
      'leerlinggegevens_verzoek',
      { ...ASKED, schooljaar: '2011-2012', dependancecode: '16', laatstontvangengegevens: '2011-11-11T00:05:46' },
    ],
  ];

  test.each(CASES)('%s', async (name, message, value) => {
    for (const policy of POLICIES) {
      const sample = await read(`requests/${name}.xml`, policy);
      expect(sample).toMatchObject({ rules: [], message, version: value === MAGISTER || 'gegevenssetid' in value ? '2.3' : '2.2' });
      expect(sample.value).toEqual(value);
      expect(Object.keys(sample.header ?? {})).toEqual(['autorisatiesleutel', 'klantcode', 'klantnaam']);
    }
  });
});

interface Deviating {
  readonly name: string;
  readonly why: string;
  readonly strict: readonly string[];
  readonly tolerant: readonly string[];
  /** What is left under the tolerant policy. */
  readonly value: unknown;
}

const ESIS_1: Pick<Deviating, 'strict' | 'tolerant' | 'value'> = {
  strict: ['UWLR-SCH-016', 'UWLR-SCH-017', 'UWLR-SCH-020'],
  tolerant: ['UWLR-SCH-014 warning', 'UWLR-SCH-016 warning', 'UWLR-SCH-017 warning'],
  value: { schooljaar: '""', brincode: '99XX', schoolkey: 'HELLOID', dependancecode: '00' },
};

const READ_WHEN_TOLERANT: readonly Deviating[] = [
  { name: 'tools4ever-esis-1.0.0-HaalLeerlinggegevens-2.2', why: 'no school year, a BRIN and a key, no version, another order', ...ESIS_1 },
  { name: 'tools4ever-esis-1.0.0-HaalLeerlinggegevens-depcode-2.2', why: 'the same with a location', ...ESIS_1 },
  {
    name: 'tools4ever-esis-2.0.0-HaalLeerlinggegevens-2.2',
    why: 'no school year',
    strict: ['UWLR-SCH-016'],
    tolerant: ['UWLR-SCH-016 warning'],
    value: { ...ASKED, schooljaar: '' },
  },
  {
    name: 'testcorrect-magister-2021-leeg-gegevenssetid-HaalLeerlinggegevens-2.3',
    why: 'an empty gegevenssetid',
    strict: ['UWLR-SCH-020'],
    tolerant: ['UWLR-SCH-014 warning'],
    value: { ...MAGISTER, schooljaar: '2019-2020' },
  },
];

const REFUSED: readonly Deviating[] = [
  {
    name: 'tools4ever-esis-2.0.0-HaalLeerlinggegevens-xsd1-2.2',
    why: 'version 1 in the namespace of 2, which whoever serves it may know the meaning of',
    strict: ['UWLR-EX-003', 'UWLR-SCH-016'],
    tolerant: ['UWLR-EX-003', 'UWLR-SCH-016 warning'],
    value: { ...ASKED, schooljaar: '', xsdversie: '1' },
  },
  {
    name: 'testcorrect-eerstepoging-HaalLeerlinggegevens-2.2',
    why: 'an empty question, with its values beside it and without header',
    strict: ['UWLR-AUT-001', 'UWLR-SCH-003 x2', 'UWLR-SCH-013', 'UWLR-SOAP-003'],
    tolerant: ['UWLR-AUT-001', 'UWLR-SCH-003 x2', 'UWLR-SCH-013 warning', 'UWLR-SOAP-003'],
    value: {},
  },
  {
    name: 'testcorrect-eerstepoging-genest-HaalLeerlinggegevens-2.2',
    why: 'a school year of four digits, a date the other way round, no header',
    strict: ['UWLR-AUT-001', 'UWLR-SCH-022', 'UWLR-SCH-026'],
    tolerant: ['UWLR-AUT-001', 'UWLR-SCH-022', 'UWLR-SCH-026'],
    value: { brincode: '08SS', dependancecode: '00', xsdversie: '2.2', gegevenssetid: 'OV' },
  },
  {
    name: 'phpsoap-soap12-HaalLeerlinggegevens-2.2',
    why: 'an envelope of SOAP 1.2, in which nothing is looked at',
    strict: ['UWLR-SOAP-001'],
    tolerant: ['UWLR-SOAP-001'],
    value: undefined,
  },
  {
    name: 'testcorrect-magister-2021-kapot-HaalLeerlinggegevens-2.3',
    why: 'not well-formed',
    strict: ['UWLR-XML-001'],
    tolerant: ['UWLR-XML-001'],
    value: MAGISTER,
  },
];

async function expectReading(file: string, { strict, tolerant, value }: Omit<Deviating, 'name' | 'why'>) {
  const sample = await read(file, 'tolerant');
  expect([(await read(file, 'strict')).rules, sample.rules]).toEqual([strict, tolerant]);
  expect(sample.value).toEqual(value);
  return sample;
}

here('questions that deviate', () => {
  test.each(READ_WHEN_TOLERANT)('$name is read under the tolerant policy: $why', async (expected) => {
    const { accepted } = await expectReading(`requests/${expected.name}.xml`, expected);
    expect(accepted).toBe(true);
  });

  test.each(REFUSED)('$name is refused under either: $why', async (expected) => {
    const { accepted } = await expectReading(`requests/${expected.name}.xml`, expected);
    expect(accepted).toBe(false);
  });
});

here('questions of the test project for 1.0, all with an empty key and a blank moment', () => {
  const ASKED_1 = { schooljaar: '2011-2012', brincode: '99XX', dependancecode: '00', xsdversie: '1.0' };
  const EMPTY = ['UWLR-SCH-020', 'UWLR-SCH-026'];
  const NOTED = ['UWLR-SCH-014 warning x2'];
  const without = (name: keyof typeof ASKED_1) => Object.fromEntries(Object.entries(ASKED_1).filter(([key]) => key !== name));
  const file = (name: string) => `requests/topicus-soapui-${name}-HaalLeerlinggegevens-1.0.xml`;

  test.each([
    ['01-normaal-request-1', ASKED_1],
    ['03-ongeldige-autorisatieheader', ASKED_1],
    ['04-foute-klantnaam', ASKED_1],
    ['05-foute-klantcode', ASKED_1],
    ['06-foute-autorisatiesleutel', ASKED_1],
    ['08-foute-brin-code', { ...ASKED_1, brincode: '00ZZ' }],
    ['10-foute-dependance-code', ASKED_1],
  ])('%s is read under the tolerant policy: whose it is and for which school is not for the reader', async (name, value) => {
    const sample = await expectReading(file(name), { strict: EMPTY, tolerant: NOTED, value });
    expect(sample).toMatchObject({ accepted: true, version: '1.0', message: 'leerlinggegevensverzoek' });
    expect(sample.header?.klantcode).toMatch(/^klantcode/);
  });

  test('12-foute-schoolkey has a key, and a moment only that is blank', async () => {
    const value = { schooljaar: '2011-2012', schoolkey: '-FOUT', xsdversie: '1.0' };
    await expectReading(file('12-foute-schoolkey'), { strict: ['UWLR-SCH-026'], tolerant: ['UWLR-SCH-014 warning'], value });
  });

  test.each([
    ['07-fout-schooljaar', without('schooljaar')],
    ['09-invalide-brin-code', without('brincode')],
    ['11-invalide-dependance-code', without('dependancecode')],
  ])('%s is refused under either: that field is left out', async (name, value) => {
    const strict = ['UWLR-SCH-020', 'UWLR-SCH-022', 'UWLR-SCH-026'];
    const { accepted } = await expectReading(file(name), { strict, tolerant: [...NOTED, 'UWLR-SCH-022'], value });
    expect(accepted).toBe(false);
  });

  test('13-foute-xsd-versie is refused under either: that version is not supported', async () => {
    const value = { ...ASKED_1, xsdversie: '1.0-FOUT' };
    await expectReading(file('13-foute-xsd-versie'), { strict: ['UWLR-EX-003', ...EMPTY], tolerant: ['UWLR-EX-003', ...NOTED], value });
  });

  test.each(['02-bagger-xml', '14-invalide-datum'])('%s is refused under either: not well-formed', async (name) => {
    for (const policy of POLICIES) {
      const sample = await read(file(name), policy);
      expect(sample.rules).toContain('UWLR-XML-001');
      expect([sample.accepted, sample.value]).toEqual([false, undefined]);
    }
  });
});

here('the answer of the Iddink hub', () => {
  const FILE = 'responses/iddinkhub-magister-leerlinggegevens_antwoord-2.3.xml';

  test('is refused under the strict policy: order, and empty prefixes', async () => {
    const { rules, accepted } = await read(FILE, 'strict');
    expect([rules, accepted]).toEqual([['UWLR-SCH-002 x7', 'UWLR-SCH-020 x6'], false]);
  });

  test('is read whole under the tolerant policy', async () => {
    const { rules, version, value } = await read(FILE, 'tolerant');
    expect(rules).toEqual(['UWLR-LG-017 warning x25', 'UWLR-LG-023 info', 'UWLR-SCH-002 warning x7', 'UWLR-SCH-014 warning x6']);
    expect(version).toBe('2.3');
    const { school, groepen, leerlingen, leerkrachten } = (value as { leerlinggegevens: Leerlinggegevens }).leerlinggegevens;
    expect(school).toMatchObject({ schooljaar: '2018-2019', brincode: '99DE', dependancecode: '00', xsdversie: '2.3' });
    expect([groepen?.groep?.length, groepen?.samengestelde_groep?.length]).toEqual([6, 4]);
    expect(leerlingen.leerling).toHaveLength(22);
    const prefixes = leerlingen.leerling.filter((leerling) => 'voorvoegsel' in leerling);
    expect(prefixes).toHaveLength(16);
    expect(leerlingen.leerling.every(({ key, eckid, groep, jaargroep }) => key && eckid && groep?.key && jaargroep === '1')).toBe(true);
    // Their fields come in another order, and all of them arrive.
    expect(leerkrachten?.leerkracht.map((teacher) => Object.keys(teacher).sort())).toEqual(
      Array.from({ length: 6 }, () => ['achternaam', 'eckid', 'emailadres', 'groepen', 'key', 'roepnaam', 'voorvoegsel']),
    );
  });
});

here('an EDEXML example as an answer', () => {
  const FILE = 'responses/edustandaard-edexml21-als-leerlinggegevens_antwoord-2.2.xml';

  test('is read by the version that it names, without additions: that is 2.1, in which there are no ECK iDs', async () => {
    expect((await read(FILE, 'strict')).rules).toEqual(['UWLR-SCH-008 x3', 'UWLR-SCH-015 x4']);
    const { rules, version, value } = await read(FILE, 'tolerant');
    expect([rules, version]).toEqual([['UWLR-SCH-008 warning x3', 'UWLR-SCH-015 warning x4'], '2.1']);
    const { groepen, leerlingen } = (value as { leerlinggegevens: Leerlinggegevens }).leerlinggegevens;
    expect(groepen?.groep?.map(({ toevoegingen }) => toevoegingen)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(leerlingen.leerling.map(({ key, eckid }) => [key, eckid])).toEqual([
      ['00001', undefined],
      ['00002', undefined],
      ['12345', undefined],
    ]);
  });
});

here('answers without data', () => {
  test.each(['geengegevens', 'geenwijzigingen'] as const)('%s', async (name) => {
    for (const policy of POLICIES) {
      const sample = await read(`responses/topicus-cxf-${name}-leerlinggegevens_antwoord-2.2.xml`, policy);
      expect(sample.rules).toEqual([]);
      expect(sample.value as LeerlinggegevensAntwoord).toEqual({ [name]: {} });
    }
  });

  const FAULT = /^topicus-cxf-fault-(Client|Server)(\w+)-2\.2\.xml$/;
  const faults = existsSync(SAMPLES) ? readdirSync(`${SAMPLES}/responses`).filter((file) => FAULT.test(file)) : [];

  test('there are faults of every kind that the library knows', () => expect(faults).toHaveLength(11));

  test.each(faults)('%s', async (file) => {
    const [, side, kind] = FAULT.exec(file) as unknown as [string, string, string];
    const { fault, rules, message } = await read(`responses/${file}`, 'strict');
    // The library wrote the code without namespace; on the wire it has that of the envelope.
    expect(fault).toMatchObject({ code: `${side}.${kind}`, codeNamespace: 'http://schemas.xmlsoap.org/soap/envelope/' });
    expect(fault?.text).not.toBe('');
    expect([rules, message]).toEqual([[], undefined]);
  });
});

here('EDEXML files', () => {
  test.each([
    ['edustandaard-voorbeeld-EDEXML-2.0', '2.1', 4, []],
    ['edustandaard-voorbeeld-EDEXML-2.1', '2.2', 4, ['UWLR-LG-017 warning x3']],
    ['edustandaard-voorbeeld-vla-EDEXML-2.0', '2.1', 3, []],
    ['edustandaard-voorbeeld-vla-EDEXML-2.1', '2.2', 3, []],
  ] as const)('%s is read under the tolerant policy, without its additions', async (name, version, additions, semantic) => {
    const file = `edexml/${name}.xml`;
    expect((await read(file, 'strict')).rules).toEqual([`UWLR-SCH-015 x${additions}`]);
    const sample = await read(file, 'tolerant');
    expect(sample).toMatchObject({ rules: [...semantic, `UWLR-SCH-015 warning x${additions}`], accepted: true, version });
    const { school, groepen, leerlingen, leerkrachten } = sample.value as Edex;
    const flemish = name.includes('vla');
    expect(school).toMatchObject(flemish ? { instellingsnummer: '1234' } : { brincode: '99ZZ', dependancecode: '00' });
    expect(groepen?.groep).toHaveLength(5);
    expect(groepen?.samengestelde_groep).toHaveLength(flemish ? 2 : 3);
    expect([leerlingen.leerling.length, leerkrachten?.leerkracht.length]).toEqual([3, 3]);
  });

  test('oefenweb-sample-EDEXML-1.0.3 is right as far as its XSD goes: pupils have the year group of their group', async () => {
    for (const policy of POLICIES) {
      const { rules, accepted, version, value } = await read('edexml/oefenweb-sample-EDEXML-1.0.3.xml', policy);
      expect([accepted, version]).toEqual([true, '1.0']);
      expect(rules.map((rule) => rule.replace(/ x\d+$/, ''))).toEqual(['UWLR-LG-016 warning']);
      const { leerlingen, leerkrachten } = value as Edex;
      expect([leerlingen.leerling.length, leerkrachten?.leerkracht.length]).toEqual([400, 29]);
    }
  });

  test('oefenweb-sample-invalid-EDEXML-1.0.3 has a year group that does not exist', async () => {
    for (const policy of POLICIES) {
      const { found, accepted } = await read('edexml/oefenweb-sample-invalid-EDEXML-1.0.3.xml', policy);
      expect([found, accepted]).toEqual([['UWLR-SCH-028 /EDEX/groepen/groep[1]/jaargroep 15:7'], false]);
    }
  });
});

here('the samples', () => {
  test('are all tried, but those of results', () => {
    const files = ['requests', 'responses', 'edexml'].flatMap((folder) =>
      readdirSync(`${SAMPLES}/${folder}`).map((file) => `${folder}/${file}`),
    );
    expect(files.filter((file) => !file.includes('BrengLeerresultaten') && !tried.has(file))).toEqual([]);
  });
});
