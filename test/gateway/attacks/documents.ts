import { autorisatie, NAMESPACES, verzoek } from '../../support/messages.js';
import { type Attack, type Outcome, SERVICES, type Service, type World } from './attack.js';
import { post } from './http-bytes.js';

/** Where something can be put into a document that is accepted without it. */
export interface Spots {
  readonly declaration?: string;
  readonly prolog?: string;
  /** Attributes of the envelope, and of the message in it. */
  readonly envelope?: string;
  readonly attributes?: string;
  /** Behind the autorisatie block. */
  readonly header?: string;
  readonly sleutel?: string;
  readonly klantcode?: string;
  readonly klantnaam?: string;
  /** At the end of the message. */
  readonly inside?: string;
  readonly after?: string;
}

/** A whole document for a service, with these things in it. */
export function documentFor(service: Service, world: Pick<World, 'later'>, spots: Spots = {}): string {
  const { declaration = '<?xml version="1.0" encoding="UTF-8"?>', prolog = '', envelope = '', header = '', after = '' } = spots;
  const payload = service === 'leerresultaten' ? results(world, spots) : question(spots);
  return `${declaration}${prolog}<soap:Envelope xmlns:soap="${NAMESPACES.soap}" ${envelope}><soap:Header>${autorisatie(spots)}${header}</soap:Header><soap:Body>${payload}</soap:Body></soap:Envelope>${after}`;
}

function results(world: Pick<World, 'later'>, { attributes = '', inside = '' }: Spots): string {
  const [begin, rest] = verzoek({ aanmaakdatum: world.later() }).split('<leerresultaten_verzoek ') as [string, string];
  const [middle] = rest.split('</leerresultaten_verzoek>') as [string];
  return `${begin}<leerresultaten_verzoek ${attributes} ${middle}${inside}</leerresultaten_verzoek>`;
}

function question({ attributes = '', inside = '' }: Spots): string {
  return `<leerlinggegevens_verzoek ${attributes} xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><schooljaar>2025-2026</schooljaar><brincode>99XX</brincode><xsdversie>2.2</xsdversie>${inside}</leerlinggegevens_verzoek>`;
}

/** The same attack on either service. */
export function onBoth(name: string, spots: (world: World) => Spots, outcome: Outcome): Attack[] {
  return onBothAs(name, (world, service) => Buffer.from(documentFor(service, world, spots(world))), outcome);
}

/** The same, as bytes of a body. */
export function onBothAs(
  name: string,
  body: (world: World, service: Service) => Buffer,
  outcome: Outcome,
  headers: Readonly<Record<string, string>> = {},
): Attack[] {
  return SERVICES.map((service) => ({ name, service, bytes: (world) => post(service, body(world, service), headers), outcome }));
}
