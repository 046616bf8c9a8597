import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { SOAP_11 } from '../reader/soap-answer.js';
import { child, descend, NotXml, readXml, type XmlNode } from '../reader/xml-node.js';
import type { SentRequest } from '../traffic/exchange.js';

const STANDARD = /^http:\/\/www\.edustandaard\.nl\/leerresultaten\/([12])\/(leerlinggegevens|leerresultaten)$/;

/** Elements that begin a round of questions: all in one, or the structure that steps begin with. */
const OPENING = ['leerlinggegevens_verzoek', 'leerlinggegevensverzoek', 'structuur_verzoek'];
const FURTHER = ['leerlingen_verzoek', 'leerkrachten_verzoek'];
const RESULTS = ['leerresultaten_verzoek', 'leerresultatenverzoek'];

/** A request of the client, as the suite's own reader sees it. */
export interface Received {
  readonly request: SentRequest;
  /** `further`: a question in steps after its structure. `other`: nothing that UWLR knows. */
  readonly kind: 'pupils' | 'further' | 'results' | 'other';
  /** First element of the Body. */
  readonly payload?: XmlNode;
  readonly envelope?: XmlNode;
  /** How many elements the Body has. */
  readonly bodies: number;
  /** `autorisatie`, in whatever namespace. */
  readonly autorisatie?: XmlNode;
  /** As its xsdversie says, in the namespace that goes with it. */
  readonly version?: UwlrVersion;
  /** Text of xsdversie, trimmed. */
  readonly xsdversie?: string;
  /** Why it cannot be read. */
  readonly unreadable?: string;
}

/** Reads a request. Never throws on what came. */
export function received(request: SentRequest): Received {
  let envelope: XmlNode;
  try {
    envelope = readXml(request.body);
  } catch (error) {
    if (!(error instanceof NotXml)) throw error;
    return { request, kind: 'other', bodies: 0, unreadable: request.body.length === 0 ? 'an empty request' : `no XML: ${error.reason}` };
  }
  if (envelope.local !== 'Envelope') return { request, kind: 'other', bodies: 0, unreadable: 'XML, but no SOAP envelope' };
  const inBody = child(envelope, 'Body')?.children ?? [];
  const [payload] = inBody;
  const autorisatie = descend(envelope, 'Header', 'autorisatie');
  const common = { request, envelope, bodies: inBody.length, ...supplied({ autorisatie }) };
  if (payload === undefined) return { ...common, kind: 'other', unreadable: 'a Body without an element' };
  const xsdversie = (child(payload, 'xsdversie') ?? descend(payload, 'school', 'xsdversie'))?.text.trim();
  const version = versionOf(payload.namespace, xsdversie);
  return {
    ...common,
    kind: kindOf(payload),
    payload,
    ...supplied({ xsdversie, version }),
  };
}

function kindOf({ local }: XmlNode): Received['kind'] {
  if (OPENING.includes(local)) return 'pupils';
  if (FURTHER.includes(local)) return 'further';
  return RESULTS.includes(local) ? 'results' : 'other';
}

function versionOf(namespace: string, xsdversie: string | undefined): UwlrVersion | undefined {
  const generation = STANDARD.exec(namespace)?.[1];
  if (generation === '1') return '1.0';
  return generation === '2' && (xsdversie === '2.1' || xsdversie === '2.2' || xsdversie === '2.3') ? xsdversie : undefined;
}

export function isSoap11({ envelope }: Received): boolean {
  return envelope?.namespace === SOAP_11;
}
