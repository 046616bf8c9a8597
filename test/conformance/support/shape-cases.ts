import { SOAP_11 } from '../../../src/conformance/reader/soap-answer.js';
import { afname, norm, normering, onderdeel, onderdelen, oso, resultaat, SCHOOL, toets, verzoek } from '../../uwlr/support/results-text.js';
import { antwoord, GROEPEN, LG, leerling, roster, school } from '../../uwlr/support/roster-text.js';

/** A file that breaks one requirement and nothing else, and one that just keeps it. */
export interface ShapeCase {
  readonly requirement: string;
  readonly name: string;
  readonly wrong: string | Buffer;
  readonly right: string | Buffer;
}

const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const FIELDS = '<autorisatiesleutel>proefsleutel</autorisatiesleutel><klantcode>PROEF</klantcode><klantnaam>Proef</klantnaam>';
const HEADER = `<autorisatie xmlns="${AUT}">${FIELDS}</autorisatie>`;

function question(parts: string, attributes = ''): string {
  return `<leerlinggegevens_verzoek xmlns="${LG}" ${attributes}>${parts}</leerlinggegevens_verzoek>`;
}

const YEAR = '<schooljaar>2025-2026</schooljaar>';
const BRIN = '<brincode>99XX</brincode>';
const VERSION = '<xsdversie>2.2</xsdversie>';
const QUESTION = question(YEAR + BRIN + VERSION);

export function envelope(body: string, header = `<e:Header>${HEADER}</e:Header>`, namespace = SOAP_11): string {
  return `<e:Envelope xmlns:e="${namespace}">${header}<e:Body>${body}</e:Body></e:Envelope>`;
}

function fault(inside: string): string {
  return envelope(`<e:Fault>${inside}</e:Fault>`, '');
}

const FAULT = fault('<faultcode>e:Client.OngeldigBericht</faultcode><faultstring>Het bericht is ongeldig</faultstring>');
const EDEX = (parts: Parameters<typeof roster>[0]) => `<EDEX>${roster({ school: school({ version: '2.1' }), ...parts })}</EDEX>`;
const pupil = (after: string) => antwoord({ leerlingen: leerling({ after }) });
const results = (parts: Parameters<typeof resultaat>[0], norms?: string) =>
  verzoek({ afnames: afname(resultaat(parts)), toetsen: toets(norms) });
const parts2 = (second: string) => verzoek({ toetsen: toets(onderdelen(onderdeel(1, 'A'), second)) });

function old(begin: number): string {
  return `<leerresultatenverzoek xmlns="http://www.edustandaard.nl/leerresultaten/1/leerresultaten"><school>${YEAR}${BRIN}<aanmaakdatum>2026-03-01T09:00:00Z</aanmaakdatum><xsdversie>1.0</xsdversie></school><toetsafnames><toetsafname><leerlingid>LL-1</leerlingid><resultaten><resultaat key="r-1"><afnamedatum>2026-01-14</afnamedatum><toetscode>T</toetscode><toetsonderdeelcode>A</toetsonderdeelcode><score>7</score></resultaat></resultaten></toetsafname></toetsafnames><toetsen><toets><toetscode>T</toetscode><toetsonderdelen><toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>A</toetsonderdeelcode><toetsonderdeelnormering maxscore="10"><norm><term>laag</term><scoregrotergelijkaan>0</scoregrotergelijkaan></norm><norm><term>hoog</term><scoregrotergelijkaan>${begin}</scoregrotergelijkaan></norm></toetsonderdeelnormering></toetsonderdeel></toetsonderdelen></toets></toetsen></leerresultatenverzoek>`;
}

const of = (requirement: string, name: string, wrong: string | Buffer, right: string | Buffer): ShapeCase => ({
  requirement,
  name,
  wrong,
  right,
});

/** Every requirement on bytes, XML, envelope, header and schema that a file can break, and those that the gateway has no rule for. */
export const SHAPE_CASES: readonly ShapeCase[] = [
  of('UWLR-XML-001', 'a message that was cut off', QUESTION.slice(0, -10), QUESTION),
  of(
    'UWLR-XML-001',
    'a prefix that nobody declared',
    QUESTION.replace('<brincode>99XX</brincode>', '<x:brincode>99XX</x:brincode>'),
    QUESTION,
  ),
  of('UWLR-XML-002', 'a document type', `<!DOCTYPE leerlinggegevens_verzoek>${QUESTION}`, QUESTION),
  of(
    'UWLR-XML-004',
    'bytes of another encoding than UTF-8',
    Buffer.from(antwoord({ leerlingen: leerling({ naam: '<roepnaam>Zoë</roepnaam>' }) }), 'latin1'),
    Buffer.from(antwoord({ leerlingen: leerling({ naam: '<roepnaam>Zoë</roepnaam>' }) })),
  ),
  of(
    'UWLR-SOAP-001',
    'an envelope of SOAP 1.2',
    envelope(QUESTION, undefined, 'http://www.w3.org/2003/05/soap-envelope'),
    envelope(QUESTION),
  ),
  of(
    'UWLR-SOAP-002',
    'a header that has to be understood',
    envelope(QUESTION, `<e:Header>${HEADER}<w:Security xmlns:w="urn:proef" e:mustUnderstand="1"/></e:Header>`),
    envelope(QUESTION, `<e:Header>${HEADER}<w:Security xmlns:w="urn:proef"/></e:Header>`),
  ),
  of('UWLR-SOAP-003', 'two messages in one Body', envelope(QUESTION + QUESTION), envelope(QUESTION)),
  of('UWLR-SOAP-004', 'a message of no standard', envelope('<proef/>'), envelope(QUESTION)),
  of('UWLR-SOAP-005', 'text between Header and Body', envelope(QUESTION).replace('<e:Body>', 'proef<e:Body>'), envelope(QUESTION)),
  of('UWLR-AUT-001', 'a question without header', envelope(QUESTION, ''), envelope(QUESTION)),
  of('UWLR-AUT-002', 'a header without klantnaam', envelope(QUESTION).replace(/<klantnaam>.*<\/klantnaam>/, ''), envelope(QUESTION)),
  of('UWLR-AUT-002', 'two headers', envelope(QUESTION, `<e:Header>${HEADER}${HEADER}</e:Header>`), envelope(QUESTION)),
  of(
    'UWLR-AUT-003',
    'fields of the header in no namespace',
    envelope(QUESTION, `<e:Header><a:autorisatie xmlns:a="${AUT}">${FIELDS}</a:autorisatie></e:Header>`),
    envelope(QUESTION),
  ),
  of('UWLR-EX-003', 'a version that nobody speaks', QUESTION.replace('2.2', '9.9'), QUESTION.replace('2.2', '2.2.1')),
  of('UWLR-SCH-001', 'an element that the standard does not have', pupil('<lievelingskleur>rood</lievelingskleur>'), pupil('')),
  of('UWLR-SCH-002', 'elements in another order', question(YEAR + VERSION + BRIN), QUESTION),
  of('UWLR-SCH-003', 'a result without its test', verzoek().replace(/<toetscode>T1<\/toetscode>\n<score>/, '<score>'), verzoek()),
  of('UWLR-SCH-003', 'a question without school year', question(BRIN + VERSION), QUESTION),
  of('UWLR-SCH-004', 'an element twice', question(YEAR + YEAR + BRIN + VERSION), QUESTION),
  of('UWLR-SCH-005', 'an element in no namespace', question(`${YEAR}${BRIN}<xsdversie xmlns="">2.2</xsdversie>`), QUESTION),
  of(
    'UWLR-SCH-006',
    'a result with two kinds of figures',
    results({ figures: `<score>7</score>${oso('<o:toetsscore><o:tijd>60</o:tijd></o:toetsscore>')}` }),
    results({ figures: '<score>7</score>' }),
  ),
  of('UWLR-SCH-007', 'text between elements', question(`proef${YEAR}${BRIN}${VERSION}`), QUESTION),
  of('UWLR-SCH-008', 'an attribute that the standard does not have', pupil('').replace('<leerling ', '<leerling kleur="rood" '), pupil('')),
  of('UWLR-SCH-009', 'a pupil without key', antwoord({ leerlingen: leerling({ keys: '' }) }), antwoord()),
  of(
    'UWLR-SCH-010',
    'an element that is nil',
    question(`${YEAR}${BRIN}${VERSION}<gegevenssetid xsi:nil="false">proef</gegevenssetid>`, XSI),
    QUESTION,
  ),
  of(
    'UWLR-SCH-011',
    'a type of something else',
    question(`${YEAR}<brincode xsi:type="xs:date" xmlns:xs="http://www.w3.org/2001/XMLSchema">99XX</brincode>${VERSION}`, XSI),
    QUESTION,
  ),
  of('UWLR-SCH-012', 'a result of another kind, without its type', results({ figures: '<anderresultaat/>' }), results({})),
  of('UWLR-SCH-013', 'a question without version', question(YEAR + BRIN), QUESTION),
  of('UWLR-SCH-015', 'an addition without its type', pupil('<toevoegingen><blok><code>x</code></blok></toevoegingen>'), pupil('')),
  of('UWLR-SCH-016', 'a school year that was left empty', QUESTION.replace('2025-2026', ''), QUESTION),
  of('UWLR-SCH-017', 'a school that is named in two ways', question(`${YEAR}${BRIN}<schoolkey>proef</schoolkey>${VERSION}`), QUESTION),
  of('UWLR-SCH-020', 'an empty name', antwoord({ groepen: GROEPEN.replace('Plusklas', '') }), antwoord()),
  of(
    'UWLR-SCH-021',
    'a name of a group that is too long',
    antwoord({ groepen: GROEPEN.replace('Plusklas', 'x'.repeat(65)) }),
    antwoord({ groepen: GROEPEN.replace('Plusklas', 'x'.repeat(64)) }),
  ),
  of('UWLR-SCH-022', 'a BRIN of another form', QUESTION.replace('99XX', '9XXX'), QUESTION),
  of('UWLR-SCH-023', 'a score that is no number', results({ figures: '<score>X</score>' }), results({})),
  of('UWLR-SCH-024', 'a score below zero', results({ figures: '<score>-1</score>' }, ''), results({ figures: '<score>0</score>' }, '')),
  of('UWLR-SCH-025', 'a date that does not exist', results({ datum: '2026-02-29' }), results({ datum: '2026-02-28' })),
  of(
    'UWLR-SCH-026',
    'a moment without a time',
    question(`${YEAR}${BRIN}${VERSION}<laatstontvangengegevens>01-01-1970</laatstontvangengegevens>`),
    question(`${YEAR}${BRIN}${VERSION}<laatstontvangengegevens>\n1970-01-01T00:00:00Z </laatstontvangengegevens>`),
  ),
  of(
    'UWLR-SCH-027',
    'a vocabulary that is no URI',
    verzoek({ toetsen: toets(normering(norm(0, 10), 'toetsnormering', ' vocabulaire="http://[x"')) }),
    verzoek({ toetsen: toets(normering(norm(0, 10), 'toetsnormering', ' vocabulaire="urn:proef"')) }),
  ),
  of(
    'UWLR-SCH-028',
    'a year group that does not exist',
    antwoord({ leerlingen: leerling({ jaargroep: '<jaargroep>9</jaargroep>' }) }),
    antwoord(),
  ),
  of(
    'UWLR-SCH-029',
    'a key of 65 characters',
    envelope(QUESTION).replace('proefsleutel', 'x'.repeat(65)),
    envelope(QUESTION).replace('proefsleutel', 'x'.repeat(64)),
  ),
  of(
    'UWLR-ID-001',
    'two results with one key',
    verzoek({ afnames: afname(resultaat() + resultaat()) }),
    verzoek({ afnames: afname(resultaat() + resultaat({ key: 'r-2' })) }),
  ),
  of('UWLR-ID-001', 'two pupils of an EDEXML file with one key', EDEX({ leerlingen: leerling() + leerling() }), EDEX({})),
  of('UWLR-ID-002', 'two parts with one number', parts2(onderdeel(1, 'B')), parts2(onderdeel(2, 'B'))),
  of('UWLR-ID-003', 'a result of a test that is not there', results({ toets: 'T2' }), results({})),
  of(
    'UWLR-ID-004',
    'a group that is not in the EDEXML file',
    EDEX({ leerlingen: leerling({ after: '<groep key="g-2"/>' }) }),
    EDEX({ leerlingen: leerling({ after: '<groep key="g-1"/>' }) }),
  ),
  of('UWLR-ID-005', 'two norms of 1.0 that begin at one score', old(0), old(6)),
  of('MESSAGE-01', 'an answer that names no school', antwoord({ school: school({ id: '' }) }), antwoord()),
  of('MESSAGE-02', 'a moment without time zone', verzoek({ school: SCHOOL.replace('+01:00', '') }), verzoek()),
  of(
    'MESSAGE-03',
    'a family name of 71 characters',
    antwoord({ leerlingen: leerling({ naam: `<achternaam>${'x'.repeat(71)}</achternaam>` }) }),
    antwoord({ leerlingen: leerling({ naam: `<achternaam>${'x'.repeat(70)}</achternaam>` }) }),
  ),
  of('MESSAGE-04', 'a faultcode in no namespace', FAULT.replace('e:Client', 'Client'), FAULT),
  of('MESSAGE-05', 'a faultcode that is not of the standard', FAULT.replace('OngeldigBericht', 'Onbekend'), FAULT),
  of('MESSAGE-06', 'a fault that says nothing', FAULT.replace('Het bericht is ongeldig', ''), FAULT),
];
