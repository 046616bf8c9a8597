import type { Service } from './attack.js';

export type HeaderLines = Readonly<Record<string, string>>;

/** A request as it goes over the wire, just as it is told. */
export function http(start: string, headers: HeaderLines | readonly string[], body: Buffer | string = ''): Buffer {
  const lines = Array.isArray(headers) ? headers : Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from(`${[start, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body as string)]);
}

/** A SOAP message, well put unless the headers say otherwise. */
export function post(service: Service, body: Buffer | string, headers: HeaderLines = {}): Buffer {
  const usual = { Host: 'localhost', 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"x"', Connection: 'close' };
  return http(`POST /soap/${service} HTTP/1.1`, { ...usual, 'Content-Length': String(Buffer.byteLength(body)), ...headers }, body);
}

/** The same with these lines only, for what no well-behaved client can write: two of a kind, or none. */
export function postLines(service: Service, lines: readonly string[], body: Buffer | string): Buffer {
  return http(`POST /soap/${service} HTTP/1.1`, ['Content-Type: text/xml', ...lines], body);
}

export function get(path: string, headers: HeaderLines = {}): Buffer {
  return http(`GET ${path} HTTP/1.1`, { Host: 'localhost', Connection: 'close', ...headers });
}
