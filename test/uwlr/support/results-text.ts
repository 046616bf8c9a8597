import { checkDefinitions, checkResults } from '../../../src/model/incoming/check-results.js';
import type { Policy, UwlrVersion } from '../../../src/uwlr/finding.js';
import { Findings } from '../../../src/uwlr/findings.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { type Toetsdefinities, toetsdefinities } from '../../../src/uwlr/messages/toetsdefinities.js';
import { decodeText, shown } from '../../support/decode-text.js';

/** Stands before the element that a finding is expected at. */
export const HERE = '▶';

export const ECK_ID = `https://ketenid.nl/pilot/${'0123456789abcdef'.repeat(8)}`;
export const NOW = new Date('2026-03-02T12:00:00Z');

export interface Parts {
  readonly version?: UwlrVersion;
  readonly school?: string;
  readonly afnames?: string;
  readonly toetsen?: string;
}

export const SCHOOL = '<schooljaar>2025-2026</schooljaar><brincode>99XX</brincode>\n<aanmaakdatum>2026-03-01T09:00:00+01:00</aanmaakdatum>';
export const LEERLING = '<leerlingid>LL-0001</leerlingid>';

const NAMESPACES =
  'xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten" xmlns:o="http://www.edustandaard.nl/oso_gegevensset/1.2/dossier"';

/** A message over several lines, in which everything is right unless a part says otherwise. */
export function verzoek({ version = '2.2', school = SCHOOL, afnames = afname(), toetsen = toets() }: Parts = {}): string {
  return `<leerresultaten_verzoek ${NAMESPACES}>\n<school>${school}\n<xsdversie>${version}</xsdversie></school>\n<toetsafnames>\n${afnames}\n</toetsafnames>\n<toetsen>\n${toetsen}\n</toetsen>\n</leerresultaten_verzoek>`;
}

export function afname(resultaten = resultaat(), leerling = LEERLING): string {
  return `<toetsafname>${leerling}\n<resultaten>\n${resultaten}\n</resultaten></toetsafname>`;
}

export interface ResultaatParts {
  readonly key?: string;
  readonly datum?: string;
  readonly toets?: string;
  /** Between toetscode and the figures. */
  readonly onderdeel?: string;
  readonly figures?: string;
  readonly after?: string;
}

export function resultaat({
  key = 'r-1',
  datum = '2026-01-14',
  toets = 'T1',
  onderdeel = '',
  figures = '<score>7</score>',
  after = '',
}: ResultaatParts = {}): string {
  return `<resultaat key="${key}">\n<afnamedatum>${datum}</afnamedatum><toetscode>${toets}</toetscode>${onderdeel}\n${figures}${after}</resultaat>`;
}

export function oso(content: string): string {
  return `<osoresultaat>${content}</osoresultaat>`;
}

/** `content`: what follows on toetscode. */
export function toets(content = normering(norm(0, 10)), code = 'T1'): string {
  return `<toets><toetscode>${code}</toetscode>\n${content}</toets>`;
}

export function normering(norms: string, name = 'toetsnormering', attributes = ''): string {
  return `<${name}${attributes}>${norms}</${name}>`;
}

export function norm(begin: number | string, end: number | string, after = '', term = 'goed'): string {
  return `<norm><term>${term}</term><beginnormwaarde>${begin}</beginnormwaarde><eindnormwaarde>${end}</eindnormwaarde>${after}</norm>\n`;
}

export function onderdelen(...parts: readonly string[]): string {
  return `<toetsonderdelen>${parts.join('\n')}</toetsonderdelen>`;
}

export function onderdeel(number: number, code: string, after = ''): string {
  return `<toetsonderdeel><toetsonderdeelvolgnummer>${number}</toetsonderdeelvolgnummer><toetsonderdeelcode>${code}</toetsonderdeelcode>${after}</toetsonderdeel>`;
}

export function definities(toetsen: string): string {
  return `<Toetsdefinities xmlns="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"><l:toetsen xmlns:l="http://www.edustandaard.nl/leerresultaten/2/leerresultaten">${toetsen.replace(/<(\/?)(?=[a-z])/g, '<$1l:')}</l:toetsen></Toetsdefinities>`;
}

export interface Checked {
  /** Semantic findings only: rule, path, line:column and severity. */
  readonly found: readonly string[];
  readonly findings: Findings;
}

/** Decodes a message, which must be right as far as the XSDs go, and checks the rest. */
export function check(text: string, policy: Policy = 'strict'): Checked {
  const { value, findings, decoder } = decodeText(text, leerresultatenVerzoek, { policy });
  const own = new Findings(policy);
  if (findings.errors > 0) throw new Error(`not valid to begin with: ${findings.list.map(shown).join('; ')}`);
  for (const _ of checkResults(value as LeerresultatenVerzoek, decoder.decoder, own, { now: NOW }));
  return { found: own.list.map(shown), findings: own };
}

export function checkFile(text: string): readonly string[] {
  const { value, findings, decoder } = decodeText(text, toetsdefinities);
  if (findings.errors > 0) throw new Error(`not valid to begin with: ${findings.list.map(shown).join('; ')}`);
  const own = new Findings('strict');
  for (const _ of checkDefinitions(value as Toetsdefinities, decoder.decoder, own));
  return own.list.map(shown);
}

/** Takes the mark out of a text, and says where it stood. */
export function unmark(text: string): { readonly text: string; readonly at: string } {
  const before = text.slice(0, text.indexOf(HERE));
  if (before.length === text.length - 1) throw new Error('no mark');
  const line = before.split('\n').length;
  return { text: text.replace(HERE, ''), at: `${line}:${before.length - before.lastIndexOf('\n')}` };
}
