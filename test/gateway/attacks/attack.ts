/** Stands in every attack where there is room for it: no log, record or answer may hold it. */
export const MARK = 'AANVAL7F3A';

export const SERVICES = ['leerresultaten', 'leerlinggegevens'] as const;
export type Service = (typeof SERVICES)[number];

/** What an attack can be aimed at. */
export interface World {
  /** A server that must not see a single connection. */
  readonly trap: string;
  /** A file that no answer may show, and that no attack may change. */
  readonly canary: string;
  /** Of a REST client that may read everything. */
  readonly token: string;
  /** A moment after all earlier ones: results that are older than the last are refused. */
  later(): string;
}

export type Outcome =
  /** A SOAP fault, with HTTP 500. `rule` is the one that decides. */
  | { readonly fault: string; readonly rule: string }
  /** Refused by status: of HTTP itself, of the files beside a SOAP endpoint, or of REST. */
  | { readonly status: number }
  /** HTTP 200, and why that does no harm. */
  | { readonly harmless: string }
  /** No answer at all. */
  | { readonly closed: string };

/** One attack: bytes for a socket, and what must come back. */
export interface Attack {
  readonly name: string;
  /** The endpoint that has to answer a good message afterwards. */
  readonly service: Service;
  /** Pieces are written one by one, each in a packet of its own as far as that can be had. */
  bytes(world: World): Buffer | readonly Buffer[];
  /** What the caller does after the last byte; it waits for the other side unless this says otherwise. */
  readonly after?: 'half-close';
  readonly outcome: Outcome;
}

export const NOT_WELL_FORMED: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-001' };
export const DOCTYPE: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-002' };
export const TOO_MUCH: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-003' };
export const ENCODING: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-004' };
export const COMPRESSION: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-XML-005' };
/** So much comes before the header that its sender is not waited for. */
export const LATE: Outcome = { fault: 'Client.AutorisatieOngeldig', rule: 'UWLR-AUT-004' };
export const BAD_REQUEST: Outcome = { status: 400 };
