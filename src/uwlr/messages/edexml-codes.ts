import { collapse, failed, type SimpleType } from '../grammar/simple-type.js';
import { enumeration, pattern } from '../grammar/strings.js';

const FIRST_YEAR = 1991;
const LAST_YEAR = 2098;
const YEARS = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => `${FIRST_YEAR + at}-${FIRST_YEAR + at + 1}`);

/** Spec c.3. The official list ends with 2024-2025 (deviation `school-years`); tools are told the form only. */
export const edexSchooljaar: SimpleType = {
  ...enumeration('EDEXSchooljaarType', YEARS, 'two consecutive years as in 2026-2027', ['2024-2026', '1990-1991', '24-25', '2024/2025']),
  samples: ['2024-2025', '2023-2024', '1991-1992', '2026-2027'],
  tools: { base: 'xs:string', facets: [['pattern', '[1-2][0-9]{3}-[1-2][0-9]{3}']] },
};

/** Spec c.7: NEN-ISO 5218. An integer, so that ` +1` is 1. */
export const edexGeslacht: SimpleType = {
  kind: 'simple',
  name: 'EDEXGeslachtType',
  describe: '0 not known, 1 boy, 2 girl, 9 not specified',
  xsd: { base: 'xs:integer', facets: [['totalDigits', '1'], ...['0', '1', '2', '9'].map((value) => ['enumeration', value] as const)] },
  check(text) {
    const digits = collapse(text);
    if (!/^[+-]?[0-9]+$/.test(digits)) return failed.number;
    return /^(?:[+]?0*[0129]|-0+)$/.test(digits) ? digits : failed.enumeration;
  },
  samples: ['0', '1', '2', '9'],
  wrong: ['', '3', '10', 'M', '1.0', '-1', '12', '0x1'],
};

/** Spec c.7. 9 and 10 do not exist. */
export const edexJaargroep = enumeration(
  'EDEXJaargroepType',
  [...'BD012345678', '11', '12', '13', '14', '15', '16', ...'SVCNH'],
  'B, D, 0 to 8, 11 to 16, S, V, C, N or H',
  ['9', '10', '17', 'c', '03'],
);

/** Spec c.7. TAL came with EDEXML 2.1; the list of UWLR 2.2 lacks it (deviation `role-tal`). */
export const edexRol = enumeration(
  'EDEXLeerkrachtRolType',
  'ADJ ADM CON DIR ICT IB KLA LRK LOS LOC OWA OUD RT SMW STA VAK TAL'.split(' '),
  'one of the codes of EDEXML, such as LRK or IB',
  ['lrk', 'XYZ', 'LRK '],
);

export const edexEtniciteit = enumeration('EDEXEtniciteitType', ['9', '0', '1'], '0, 1 or 9', ['2']);
export const edexGewichtNieuw = enumeration('EDEXLrlGewichtNieuwType', ['?', '0', '0,3', '1,2'], '?, 0, 0,3 or 1,2', ['0.3', '1']);
export const edexGewicht = enumeration(
  'EDEXLrlGewichtType',
  ['?', '0.00', '0.25', '0.40', '0.70', '0.90'],
  '?, 0.00, 0.25, 0.40, 0.70 or 0.90',
  ['0,25', '0'],
);

const digits = (name: string, length: number, describe = `${length} digits`) =>
  pattern(name, `[0-9]{${length}}`, describe, {
    samples: ['0'.repeat(length), '123456789012'.slice(0, length), '9'.repeat(length)],
    wrong: ['1'.repeat(length - 1), '1'.repeat(length + 1), 'A'.repeat(length), '٠'.repeat(length)],
  });

export const edexSofinummer = digits('EDEXSofinummerType', 9);
export const edexBsn = digits('EDEXBsnType', 9);
export const edexOnderwijsnummer = digits('EDEXOnderwijsnummerType', 9);
export const edexBsnOndwnr4 = digits('EDEXBsnOndwnr-4Type', 4);
export const edexRijksregisternummer = digits('EDEXRijksregisternummerType', 11);
export const edexPostnummerBe = digits('EDEXPostnummerBeType', 4);
export const edexDependancecode = digits('EDEXDependancecodeType', 2);

export const edexPostcodeNl = pattern('EDEXPostcodeNlType', '[0-9]{4}[A-Z]{2}', 'four digits and two capitals', {
  samples: ['1234AB', '9999XX'],
  wrong: ['1234 AB', '1234ab', '123AB', '1234ÄX'],
});

export const edexBrincode = pattern('EDEXBrincodeType', '[0-9]{2}[A-Z]{2}', 'two digits and two capitals as in 99XX', {
  samples: ['99XX', '99AB', '00ZZ'],
  wrong: ['99xx', '9XX', '99XXX', '99ÄX', ' 99XX'],
});

export const edexInstellingsnummer = pattern('EDEXInstellingsnummerType', '[0-9]{2,6}', 'two to six digits', {
  samples: ['12', '123456', '012'],
  wrong: ['1', '1234567', 'AB'],
});

/** Spec c.9: ISO 3166-1 of about 2005 with codes of their own. */
const LANDEN = [
  'AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA',
  'CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO',
  'FR FX GA GB GD GE GF GH GI GL GM GN GP GQ GR GS GT GU GW GY GZ HK HM HN HR HT HU ID IE IL IM IN IQ IR IS IT',
  'JE JH JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM',
  'MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OK OM PA PE PF PG PH PK PL PM PN',
  'PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR ST SV SY SZ TB TC TD TF TG TH',
  'TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YO YT ZA ZM ZW',
];

export const edexLand = enumeration(
  'EDEXLandType',
  ['?', ...LANDEN.flatMap((line) => line.split(' '))],
  'a two-letter country code, or ?',
  ['nl', 'SS', 'NLD'],
);
