import { randomUUID } from 'node:crypto';
import { identificationOf } from '../../model/school-id.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { SOAP_11 } from '../reader/soap-answer.js';
import { escaped } from '../reader/write-node.js';

/** What a caller presents to a LAS. */
export interface Caller {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly autorisatiesleutel: string;
}

const BASE = 'http://www.edustandaard.nl/leerresultaten';

/** Namespace of a part of the standard: `leerlinggegevens`, `leerresultaten`, `autorisatie`, in the generation of a version. */
export function namespaceOf(part: 'leerlinggegevens' | 'leerresultaten' | 'autorisatie', version: UwlrVersion): string {
  return `${BASE}/${version === '1.0' ? 1 : 2}/${part}`;
}

/** An envelope of SOAP 1.1 around texts that are XML already. */
export function envelopeOf(body: string, header = ''): string {
  const head = header === '' ? '' : `<soap:Header>${header}</soap:Header>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${SOAP_11}">${head}<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

export function autorisatie({ autorisatiesleutel, klantcode, klantnaam }: Caller, version: UwlrVersion): string {
  return (
    `<aut:autorisatie xmlns:aut="${namespaceOf('autorisatie', version)}">${element('aut:autorisatiesleutel', autorisatiesleutel)}` +
    `${element('aut:klantcode', klantcode)}${element('aut:klantnaam', klantnaam)}</aut:autorisatie>`
  );
}

export interface Question {
  readonly schoolYear: string;
  /** Id as the gateway writes it: `99XX`, `99XX-01`, `schoolkey:...`. */
  readonly school: string;
  /** As xsdversie says it; the version unless given. */
  readonly xsdversie?: string;
  readonly gegevenssetid?: string;
  /** An `xs:dateTime`. */
  readonly since?: string;
  /** Of questions in steps: keys of groups; `undefined` in it asks for those in no such group. */
  readonly groups?: readonly { readonly kind: 'groep' | 'samengestelde_groep'; readonly key?: string }[];
}

export type QuestionRoot = 'leerlinggegevens_verzoek' | 'structuur_verzoek' | 'leerlingen_verzoek' | 'leerkrachten_verzoek';

/** A question for pupil data as the Body has it (spec c.1); in 1.0 the root has no underscore. */
export function question(root: QuestionRoot, version: UwlrVersion, asked: Question): string {
  const { schoolYear, school, xsdversie = version, gegevenssetid, since, groups } = asked;
  const name = version === '1.0' ? root.replace('_', '') : root;
  const parts = [
    element('schooljaar', schoolYear),
    schoolElements(school),
    element('xsdversie', xsdversie),
    gegevenssetid === undefined || version === '1.0' ? '' : element('gegevenssetid', gegevenssetid),
    since === undefined ? '' : element('laatstontvangengegevens', since),
    groups === undefined
      ? ''
      : `<groepen>${groups.map(({ kind, key }) => `<${kind}${key === undefined ? '' : ` key="${escaped(key)}"`}/>`).join('')}</groepen>`,
  ];
  return `<${name} xmlns="${namespaceOf('leerlinggegevens', version)}">${parts.join('')}</${name}>`;
}

export function schoolElements(school: string): string {
  const { brincode, dependancecode, schoolkey } = identificationOf(school) ?? { brincode: school };
  return [
    brincode === undefined ? '' : element('brincode', brincode),
    dependancecode === undefined ? '' : element('dependancecode', dependancecode),
    schoolkey === undefined ? '' : element('schoolkey', schoolkey),
  ].join('');
}

export function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

/** A key of a result that nobody used before, and that shows where it came from. */
export function freshKey(): string {
  return `conform-${randomUUID()}`;
}
