import { YEAR } from '../../support/fill-roster.js';
import type { Caller } from './wrong-callers.js';

/** One operation of UWLR in one version, as a message that is right in everything but, perhaps, who sends it. */
export interface Operation {
  readonly name: string;
  readonly service: 'leerresultaten' | 'leerlinggegevens';
  readonly message: (caller: Caller) => string;
}

const GROUPS = '<groepen><groep key="g4"/></groepen>';
const QUESTIONS = [
  ['leerlinggegevens_verzoek', ''],
  ['structuur_verzoek', ''],
  ['leerlingen_verzoek', GROUPS],
  ['leerkrachten_verzoek', GROUPS],
] as const;
const VERSIONS = ['2.1', '2.2', '2.3'];

let made = 0;

function base(version: string): string {
  return `http://www.edustandaard.nl/leerresultaten/${version === '1.0' ? 1 : 2}`;
}

/** `99AA-01` is location 01 of school 99AA. */
function schoolElements(school: string): string {
  const [brin, location] = school.split('-');
  return `<brincode>${brin}</brincode>${location === undefined ? '' : `<dependancecode>${location}</dependancecode>`}`;
}

function envelope(version: string, { klantcode, klantnaam, key }: Caller, body: string): string {
  const header = `<autorisatie xmlns="${base(version)}/autorisatie"><autorisatiesleutel>${key}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`;
}

function asking(name: string, version: string, groups = ''): Operation {
  const body = (school: string) =>
    `<${name} xmlns="${base(version)}/leerlinggegevens"><schooljaar>${YEAR}</schooljaar>${schoolElements(school)}<xsdversie>${version}</xsdversie>${groups}</${name}>`;
  return { name: `${name} ${version}`, service: 'leerlinggegevens', message: (caller) => envelope(version, caller, body(caller.school)) };
}

const PUPIL = '<leerlingid>leerling-0001</leerlingid>';

function delivering(version: string): Operation {
  const body = (school: string) => {
    made += 1;
    const at = new Date(Date.UTC(2026, 0, 15, 0, 0, made)).toISOString();
    const result = `<resultaat key="r-${made}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>7</score></resultaat>`;
    return `<leerresultaten_verzoek xmlns="${base(version)}/leerresultaten"><school><schooljaar>${YEAR}</schooljaar>${schoolElements(school)}<aanmaakdatum>${at}</aanmaakdatum><xsdversie>${version}</xsdversie></school><toetsafnames><toetsafname>${PUPIL}<resultaten>${result}</resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen</toetsnaam></toets></toetsen></leerresultaten_verzoek>`;
  };
  return {
    name: `leerresultaten_verzoek ${version}`,
    service: 'leerresultaten',
    message: (caller) => envelope(version, caller, body(caller.school)),
  };
}

function delivering1(): Operation {
  const body = (school: string) => {
    made += 1;
    const at = new Date(Date.UTC(2026, 0, 15, 0, 0, made)).toISOString();
    const part =
      '<toetsonderdelen><toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>T1-1</toetsonderdeelcode></toetsonderdeel></toetsonderdelen>';
    const result = `<resultaat key="r-${made}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><toetsonderdeelcode>T1-1</toetsonderdeelcode><score>7</score></resultaat>`;
    return `<leerresultatenverzoek xmlns="${base('1.0')}/leerresultaten"><school><schooljaar>${YEAR}</schooljaar>${schoolElements(school)}<aanmaakdatum>${at}</aanmaakdatum><auteur>x</auteur><xsdversie>1.0</xsdversie></school><toetsafnames><toetsafname>${PUPIL}<resultaten>${result}</resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen</toetsnaam>${part}</toets></toetsen></leerresultatenverzoek>`;
  };
  return {
    name: 'leerresultatenverzoek 1.0',
    service: 'leerresultaten',
    message: (caller) => envelope('1.0', caller, body(caller.school)),
  };
}

/** Every operation in every version that the gateway serves. */
export const OPERATIONS: readonly Operation[] = [
  ...VERSIONS.flatMap((version) => QUESTIONS.map(([name, groups]) => asking(name, version, groups))),
  asking('leerlinggegevensverzoek', '1.0'),
  ...VERSIONS.map(delivering),
  delivering1(),
];
