import type { IncomingMessage, ServerResponse } from 'node:http';

/** Two of these, and two readers of one request could each go by another. Grouped by length, so that most names cost one comparison. */
const ONCE = ['host', 'content-type', 'authorization', 'content-length', 'content-encoding', 'transfer-encoding'] as const;
const ONCE_BY_LENGTH: ReadonlyMap<number, string> = new Map(ONCE.map((name) => [name.length, name]));
const TRANSFER_ENCODING = 'transfer-encoding';
const SAID = 'The head of this request can be read in more than one way.\n';

/**
 * Whether a proxy in front might read this head otherwise than we do (request smuggling): a header that says where a request goes, who it is
 * from, or how its body is to be read stands there twice; a body is encoded for the transfer in any other way than in chunks; or it comes in
 * chunks in HTTP/1.0, which has none (RFC 9112, 6.1).
 */
export function isAmbiguous({ rawHeaders, httpVersionMajor, httpVersionMinor }: Head): boolean {
  let seen: string[] | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] as string;
    const name = ONCE_BY_LENGTH.get(raw.length);
    if (name === undefined || raw.toLowerCase() !== name) continue;
    if (seen?.includes(name)) return true;
    seen = seen ?? [];
    seen.push(name);
    if (name !== TRANSFER_ENCODING) continue;
    if (rawHeaders[at + 1]?.trim().toLowerCase() !== 'chunked' || (httpVersionMajor === 1 && httpVersionMinor === 0)) return true;
  }
  return false;
}

export type Head = Pick<IncomingMessage, 'rawHeaders' | 'httpVersionMajor' | 'httpVersionMinor'>;

/** Says so, and closes the connection: where its next request would begin is not certain either. */
export function refuseHead(response: ServerResponse): void {
  response.writeHead(400, { Connection: 'close', 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': SAID.length });
  response.end(SAID);
}
