import { checkRequest, checkRoster } from '../../../src/uwlr/check-roster.js';
import type { Policy } from '../../../src/uwlr/finding.js';
import type { Root } from '../../../src/uwlr/grammar/grammar.js';
import { rootOf } from '../../../src/uwlr/messages/catalogue.js';
import { decodeText, shown } from '../../support/decode-text.js';
import { ECK_ID, NOW } from './results-text.js';

export const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';
export const LG1 = 'http://www.edustandaard.nl/leerresultaten/1/leerlinggegevens';
/** Of a made-up pupil in the form of the real environment. */
export const REAL_ECK_ID = ECK_ID.replace('pilot', '201703');

export interface SchoolParts {
  readonly version?: string;
  readonly jaar?: string;
  readonly id?: string;
  readonly gemaakt?: string;
}

export function school({
  version = '2.2',
  jaar = '<schooljaar>2025-2026</schooljaar>',
  id = '<brincode>99XX</brincode>',
  gemaakt = '<aanmaakdatum>2026-03-01T09:00:00+01:00</aanmaakdatum>',
}: SchoolParts = {}): string {
  return `<school>${jaar}${id}\n${gemaakt}<xsdversie>${version}</xsdversie></school>`;
}

export const GROEPEN = `<groepen>
<groep key="g-1"><naam>Groep 5</naam><jaargroep>5</jaargroep></groep>
<samengestelde_groep key="s-1"><naam>Plusklas</naam></samengestelde_groep>
</groepen>`;
export const VESTIGINGEN = '<vestigingen>\n<vestiging key="v-1"><naam>Hoofdgebouw</naam></vestiging>\n</vestigingen>';

export interface PersonParts {
  readonly keys?: string;
  readonly naam?: string;
  /** Before jaargroep. */
  readonly geboren?: string;
  readonly jaargroep?: string;
  /** What follows on jaargroep. */
  readonly after?: string;
}

export function leerling({
  keys = 'key="ll-1"',
  naam = '<achternaam>Voorbeeld</achternaam>\n<roepnaam>Mies</roepnaam>',
  geboren = '',
  jaargroep = '<jaargroep>5</jaargroep>',
  after = '',
}: PersonParts = {}): string {
  return `<leerling ${keys}>${naam}\n${geboren}${jaargroep}\n${after}</leerling>`;
}

export function leerkracht({
  keys = 'key="m-1"',
  naam = '<roepnaam>Noot</roepnaam>',
  after = '',
}: Pick<PersonParts, 'keys' | 'naam' | 'after'> = {}): string {
  return `<leerkracht ${keys}>${naam}\n${after}</leerkracht>`;
}

export interface RosterParts {
  readonly school?: string;
  readonly vestigingen?: string;
  readonly groepen?: string;
  readonly leerlingen?: string;
  readonly leerkrachten?: string;
}

/** Pupil data over several lines, in which everything is right unless a part says otherwise: the children of a root. */
export function roster(parts: RosterParts = {}): string {
  const { school: head = school(), vestigingen = VESTIGINGEN, groepen = GROEPEN, leerlingen = leerling() } = parts;
  const { leerkrachten = leerkracht() } = parts;
  return `${head}\n${vestigingen}\n${groepen}\n<leerlingen>\n${leerlingen}\n</leerlingen>\n<leerkrachten>\n${leerkrachten}\n</leerkrachten>`;
}

/** An answer with all pupil data in one. */
export function antwoord(parts: RosterParts = {}): string {
  return `<leerlinggegevens_antwoord xmlns="${LG}"><leerlinggegevens>\n${roster(parts)}\n</leerlinggegevens></leerlinggegevens_antwoord>`;
}

export interface CheckedRoster {
  /** All findings: rule, path, line:column and severity. */
  readonly found: readonly string[];
  readonly value: unknown;
}

/** Reads and checks a text with an answer, a file or a question, whichever it is. */
export function checkPupilData(text: string, policy: Policy = 'strict'): CheckedRoster {
  const root = rootIn(text);
  const { value, findings, decoder } = decodeText(text, root, { policy });
  if (findings.list.every(({ rule }) => rule.startsWith('UWLR-LG-'))) {
    if (root.element.name.includes('verzoek')) checkRequest(root, value, decoder.decoder, findings);
    else for (const _ of checkRoster(root, value, decoder.decoder, findings, { now: NOW }));
  }
  return { found: findings.list.map(shown), value };
}

function rootIn(text: string): Root {
  const [, name = '', namespace = ''] = /^<([\w-]+)(?: xmlns="([^"]*)")?/.exec(text) ?? [];
  const root = rootOf(`{${namespace}}${name}`);
  if (root === undefined) throw new Error('not a message that the standard knows');
  return root;
}
