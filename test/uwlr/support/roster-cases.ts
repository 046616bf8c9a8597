import type { ROSTER_RULES } from '../../../src/uwlr/rules/roster-rules.js';
import { ECK_ID, HERE } from './results-text.js';
import {
  antwoord,
  GROEPEN,
  LG,
  LG1,
  leerkracht,
  leerling,
  type PersonParts,
  REAL_ECK_ID,
  type SchoolParts,
  school,
  VESTIGINGEN,
} from './roster-text.js';

const ROOT = '/leerlinggegevens_antwoord/leerlinggegevens';
const PUPIL = `${ROOT}/leerlingen/leerling[1]`;
const STAFF = `${ROOT}/leerkrachten/leerkracht[1]`;

export const pupil = (parts: PersonParts) => antwoord({ leerlingen: leerling(parts) });
const staff = (parts: PersonParts) => antwoord({ leerkrachten: leerkracht(parts) });
const head = (parts: SchoolParts) => antwoord({ school: school(parts) });
/** In 2.3, where a pupil may do without a key. */
const pupil3 = (keys: string) => antwoord({ school: school({ version: '2.3' }), leerlingen: `${HERE}${leerling({ keys })}` });
const plain = (text: string) => text.replace(HERE, '');

export function verzoek(name: string, parts: { readonly jaar?: string; readonly groepen?: string } = {}): string {
  const { jaar = '<schooljaar>2025-2026</schooljaar>', groepen = '' } = parts;
  return `<${name} xmlns="${name.includes('_') ? LG : LG1}">\n${jaar}<brincode>99XX</brincode><xsdversie>${name.includes('_') ? '2.2' : '1.0'}</xsdversie>${groepen}</${name}>`;
}

/** All pupil data of 1.0, which writes year groups and subgroups in its own way. */
export function antwoord1({ jaar = '2025-2026', keys = 'key="ll-1"', sub = 'sub-1' } = {}): string {
  return `<leerlinggegevensantwoord xmlns="${LG1}"><leerlinggegevens>
<school>${jaar.includes('<') ? jaar : `<schooljaar>${jaar}</schooljaar>`}<brincode>99XX</brincode><aanmaakdatum>2026-03-01T09:00:00+01:00</aanmaakdatum><xsdversie>1.0</xsdversie></school>
<groepen><groep key="g-1"><naam>Groep 5</naam></groep></groepen>
<subgroepen><subgroep key="sub-1"><naam>Plusklas</naam></subgroep></subgroepen>
<leerlingen><leerling ${keys}><roepnaam>Mies</roepnaam><geboortedatum>2016-05-04</geboortedatum><jaargroep>5</jaargroep><groep key="g-1"/><subgroepen><groep key="${sub}"/></subgroepen></leerling></leerlingen>
</leerlinggegevens></leerlinggegevensantwoord>`;
}

/** A message that breaks one rule and nothing else, and one that just keeps it. */
export interface RosterCase {
  readonly rule: keyof typeof ROSTER_RULES;
  readonly name: string;
  readonly path: string;
  /** Marked where the finding is expected. */
  readonly wrong: string;
  readonly right: string;
}

/** Every rule that a message with pupil data can break by itself. */
export const ROSTER_CASES: readonly RosterCase[] = [
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
