import { gunzipSync } from 'node:zlib';

/** Names in lower case; several of one name are joined with `, `. */
export type Headers = Readonly<Record<string, string>>;

/** A request as it came, with its whole body. */
export interface WholeRequest {
  readonly method: string;
  /** With its query: `/leerlinggegevens?wsdl`. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
  /** How it came over the wire, where a front took it in. */
  readonly wire?: Wire;
}

export interface Wire {
  /** `1.1` */
  readonly version: string;
  readonly chunked: boolean;
  /** The sender waited for `100 Continue`. */
  readonly expects: boolean;
  /** In how many pieces the body came. */
  readonly pieces: number;
}

/** An answer, with its whole body. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** The connection ends after it, without a word. */
  readonly ends?: true;
}

/** Ways to give no answer: end the connection, send half of an answer and end it, or say nothing for as long as the caller waits. */
export type NoAnswer = 'hang-up' | 'silence' | { readonly halfOf: WholeAnswer };

/** Stands between a caller and a simulated partner: hands requests on, as they are or changed, and gives back answers likewise. */
export type Handling = (
  request: WholeRequest,
  next: (request: WholeRequest) => Promise<WholeAnswer | NoAnswer>,
) => Promise<WholeAnswer | NoAnswer>;

export function isAnswer(given: WholeAnswer | NoAnswer): given is WholeAnswer {
  return typeof given === 'object' && 'status' in given;
}

/** The body as text: unzipped, and read as UTF-8. Undefined when it is not that. */
export function textOf({ headers, body }: WholeRequest | WholeAnswer): string | undefined {
  try {
    const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    return undefined;
  }
}

/** The same message with another text as its body. */
export function withText<M extends WholeRequest | WholeAnswer>(message: M, text: string): M {
  const { 'content-encoding': _, ...headers } = message.headers;
  return { ...message, headers, body: Buffer.from(text) };
}

/** The message with its text edited, or as it was when it is no text or the edit changes nothing. */
export function edited<M extends WholeRequest | WholeAnswer>(message: M, edit: (text: string) => string): M {
  const text = textOf(message);
  if (text === undefined) return message;
  const after = edit(text);
  return after === text ? message : withText(message, after);
}
