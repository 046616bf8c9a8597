import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { Root } from '../../../src/uwlr/grammar/grammar.js';
import { type DecodedText, type DecodeTextOptions, decodeText, shown } from '../../support/decode-text.js';

export const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';
export const LG_1 = 'http://www.edustandaard.nl/leerresultaten/1/leerlinggegevens';

/** The parts of a message with pupil data, as XML. Absent: what is in a small valid one. Empty: not there. */
export interface PupilParts {
  readonly version?: UwlrVersion;
  readonly schooljaar?: string;
  /** What identifies the school. */
  readonly id?: string;
  readonly vestigingen?: string;
  readonly groepen?: string;
  readonly leerlingen?: string;
  readonly leerkrachten?: string;
}

const list = (name: string, content: string) => (content === '' ? '' : `<${name}>${content}</${name}>`);

export function leerling(content = '<achternaam>Proef</achternaam>', attributes = 'key="L1"'): string {
  return `<leerling ${attributes}>${content}</leerling>`;
}

export function leerkracht(content = '<achternaam>Staf</achternaam>', attributes = 'key="M1"'): string {
  return `<leerkracht ${attributes}>${content}</leerkracht>`;
}

export const groep = (key: string) => `<groep key="${key}"><naam>Groep</naam><jaargroep>4</jaargroep></groep>`;
export const samengesteldeGroep = (key: string) => `<samengestelde_groep key="${key}"><naam>Groep</naam></samengestelde_groep>`;
export const vestiging = (key: string) => `<vestiging key="${key}"><naam>Vestiging</naam></vestiging>`;

function content(parts: PupilParts, xsdversie: string): string {
  const { schooljaar = '2026-2027', id = '<brincode>99XX</brincode>', vestigingen = '', groepen = '' } = parts;
  const { leerlingen = leerling(), leerkrachten = '' } = parts;
  return `<school><schooljaar>${schooljaar}</schooljaar>${id}<xsdversie>${xsdversie}</xsdversie></school>${list('vestigingen', vestigingen)}${list('groepen', groepen)}${list('leerlingen', leerlingen)}${list('leerkrachten', leerkrachten)}`;
}

/** All pupil data of UWLR 2, or one of the parts that are asked for by themselves, such as `-leerlingen`. */
export function leerlinggegevensText(parts: PupilParts = {}, suffix = ''): string {
  return `<leerlinggegevens${suffix} xmlns="${LG}">${content(parts, parts.version ?? '2.2')}</leerlinggegevens${suffix}>`;
}

/** The same as an EDEXML file. */
export function edexText(parts: PupilParts = {}): string {
  return `<EDEX>${content(parts, '2.1')}</EDEX>`;
}

/** A question, with `school` behind its school year and `rest` behind its version. */
export function verzoekText(name: string, school = '<brincode>99XX</brincode>', rest = '', schooljaar = '2026-2027'): string {
  return `<${name} xmlns="${LG}"><schooljaar>${schooljaar}</schooljaar>${school}<xsdversie>2.2</xsdversie>${rest}</${name}>`;
}

/** What reading a message finds: rule and path, and the severity when it is no error. */
export function rulesIn(xml: string, root: Root, options: DecodeTextOptions = {}): string[] {
  return read(xml, root, options).findings.list.map((finding) => shown(finding).replace(/ \d+:\d+/, ''));
}

export function read(xml: string, root: Root, options: DecodeTextOptions = {}): DecodedText {
  return decodeText(xml, root, options);
}
