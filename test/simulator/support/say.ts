import { SIMULATED_CALLER } from '../../../src/simulator/las.js';
import { envelope } from '../../../src/soap/envelope/fault.js';
import { MessageDecoder } from '../../../src/uwlr/decode.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import { Findings } from '../../../src/uwlr/findings.js';
import type { Autorisatie } from '../../../src/uwlr/messages/autorisatie.js';
import { rootOf } from '../../../src/uwlr/messages/catalogue.js';
import { XmlReader } from '../../../src/xml/reader.js';

export interface Asking {
  readonly version?: UwlrVersion;
  readonly operation?: 'structuur' | 'leerlingen' | 'leerkrachten';
  /** Null: without header. */
  readonly header?: Autorisatie | null;
  /** In place of the usual ones, in the order of the schema. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Keys of base groups; undefined for none. */
  readonly groups?: readonly (string | undefined)[];
  readonly body?: string;
}

const ORDER = ['schooljaar', 'brincode', 'dependancecode', 'xsdversie', 'gegevenssetid', 'laatstontvangengegevens'];

/** A question as text, written by hand: nothing of what it tests makes it. */
export function question({ version = '2.2', operation, header = SIMULATED_CALLER, fields = {}, groups, body }: Asking = {}): string {
  const major = version === '1.0' ? '1' : '2';
  const name = major === '1' ? 'leerlinggegevensverzoek' : `${operation ?? 'leerlinggegevens'}_verzoek`;
  const all: Readonly<Record<string, string>> = { schooljaar: '2026-2027', brincode: '99XX', xsdversie: version, ...fields };
  const content = ORDER.filter((field) => all[field] !== undefined).map((field) => `<${field}>${all[field]}</${field}>`);
  const asked = groups?.map((key) => (key === undefined ? '<groep/>' : `<groep key="${key}"/>`));
  const parts = asked === undefined ? '' : `<groepen>${asked.join('')}</groepen>`;
  const space = `http://www.edustandaard.nl/leerresultaten/${major}`;
  const message = body ?? `<${name} xmlns="${space}/leerlinggegevens">${content.join('')}${parts}</${name}>`;
  const whole = envelope(message);
  if (header === null) return whole;
  const { autorisatiesleutel, klantcode, klantnaam } = header;
  const block = `<autorisatiesleutel>${autorisatiesleutel}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam>`;
  return whole.replace('<s:Body>', `<s:Header><autorisatie xmlns="${space}/autorisatie">${block}</autorisatie></s:Header><s:Body>`);
}

export interface Said {
  readonly status: number;
  readonly text: string;
  /** Local part of the fault code. */
  readonly code: string | undefined;
  /** Rules that the message in the body breaks, strictly judged. */
  readonly errors: readonly string[];
  readonly learners: number;
  readonly teachers: number;
  readonly madeAt: string | undefined;
}

export async function say(url: string, body: string): Promise<Said> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' }, body });
  const text = await response.text();
  return {
    status: response.status,
    text,
    code: /<faultcode>s:([^<]*)</.exec(text)?.[1],
    errors: response.ok ? errorsIn(text) : [],
    learners: [...text.matchAll(/<leerling /g)].length,
    teachers: [...text.matchAll(/<leerkracht /g)].length,
    madeAt: /<aanmaakdatum>([^<]*)</.exec(text)?.[1],
  };
}

function errorsIn(text: string): string[] {
  const findings = new Findings('strict');
  const reader: XmlReader = new XmlReader({
    open: (name, attributes, at) => {
      const root = rootOf(name.key);
      if (root === undefined) return;
      const decoder = new MessageDecoder(root, findings);
      at.handler = decoder;
      decoder.open(name, attributes, at);
    },
    text: () => undefined,
    close: () => undefined,
  });
  reader.write(text.replace(/^[\s\S]*<s:Body>/, '').replace(/<\/s:Body>[\s\S]*$/, ''));
  return [...new Set(findings.list.filter(({ severity }) => severity === 'error').map(({ rule }) => rule))].sort();
}
