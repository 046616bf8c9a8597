/** Namespace of SOAP 1.1 envelopes. */
export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Namespace of SOAP 1.2 envelopes, recognised to say that they are not spoken here. */
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
/** SOAP 1.1, section 4.2.2: a header block for whoever reads the message first. */
export const NEXT_ACTOR = 'http://schemas.xmlsoap.org/soap/actor/next';

/** What can be wrong with an envelope, apart from the message in it. */
export type EnvelopeFault = 'version' | 'must-understand' | 'body' | 'unknown-message' | 'structure';

export interface EnvelopeProblem {
  readonly fault: EnvelopeFault;
  /** Within the envelope: `/Envelope/Header`, or `/Envelope/Header/Security` for a block that nobody understands. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}
