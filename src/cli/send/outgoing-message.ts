import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { encodeToString } from '../../uwlr/encode.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import { autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { SERVICES } from '../../uwlr/messages/services.js';
import { type EnvelopeParts, envelopeParts, type Part } from '../message/envelope-parts.js';
import { wrongUsage } from '../terminal/command-error.js';

/** A message in a file: what is sent, and what it says of itself. */
export interface OutgoingMessage {
  /** Name of the root element of the message. */
  readonly name: string;
  readonly soapAction: string;
  /** What the file's own header says. */
  readonly header: Partial<Autorisatie>;
  /** BRIN of the school that the message names, with the location behind a dash. */
  readonly school: string | undefined;
  /**
   * The whole envelope; with another header when one is given, else the file byte for byte if it is in UTF-8, so that a
   * receiver recognises a message that it had before. Throws `CommandError` when there is no header at all.
   */
  envelope(header: Autorisatie | undefined): string;
}

const DECLARATION = /^\s*<\?xml[^>]*\?>/;

/** Throws `CommandError` for what is no XML with one message in it. */
export function outgoingMessage(file: string, bytes: Buffer): OutgoingMessage {
  const { text, unchanged } = textOf(file, bytes);
  const parts = partsOf(file, text);
  const message = parts.message;
  if (message === undefined) throw wrongUsage(`${file} holds no message: neither in the body of an envelope nor by itself`);
  const inEnvelope = parts.header !== undefined || text.includes(SOAP_11);
  return {
    name: message.name,
    soapAction: soapActionFor(message.name),
    header: headerOf(parts.header),
    school: schoolOf(message.xml),
    envelope: (header) => {
      if (header !== undefined) return envelopeWith(message, header);
      if (!inEnvelope) throw wrongUsage('the message has no header: give --party, or --klantcode, --klantnaam and --key-file');
      return unchanged;
    },
  };
}

/**
 * The text without its declaration. It is sent as UTF-8: `unchanged` has the byte order mark and the declaration if the
 * file is in UTF-8, and no declaration if that names another encoding.
 */
function textOf(file: string, bytes: Buffer): { readonly text: string; readonly unchanged: string } {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const said = /^[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1];
  try {
    const encoding = wide ?? said ?? 'utf-8';
    const decoded = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    const text = decoded.replace(/^\ufeff/, '').replace(DECLARATION, '');
    return { text, unchanged: encoding.toLowerCase() === 'utf-8' ? decoded : text };
  } catch {
    throw wrongUsage(`${file} cannot be read in the encoding that it declares`);
  }
}

function partsOf(file: string, text: string): EnvelopeParts {
  try {
    return envelopeParts(text);
  } catch {
    throw wrongUsage(`${file} is not well-formed XML: uwlr validate says where`);
  }
}

function envelopeWith({ xml, namespace }: Part, header: Autorisatie): string {
  const version = namespace.includes('/leerresultaten/1/') ? '1.0' : '2.2';
  const shown = encodeToString(version === '1.0' ? autorisatie1 : autorisatie, version, header);
  return `<s:Envelope xmlns:s="${SOAP_11}"><s:Header>${shown}</s:Header><s:Body>${xml.trimStart()}</s:Body></s:Envelope>`;
}

function soapActionFor(name: string): string {
  const operations = SERVICES.flatMap(({ ports }) => ports).flatMap((port) => port.operations);
  return operations.find(({ request }) => request.element.name === name)?.soapAction ?? '';
}

function headerOf(header: Part | undefined): Partial<Autorisatie> {
  const names = ['klantcode', 'klantnaam', 'autorisatiesleutel'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = elementIn(header?.xml ?? '', name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function schoolOf(xml: string): string | undefined {
  const brin = elementIn(xml, 'brincode');
  if (brin === undefined) return undefined;
  const location = elementIn(xml, 'dependancecode') ?? '';
  return location === '' || location === '00' ? brin : `${brin}-${location}`;
}

function elementIn(xml: string, name: string): string | undefined {
  const [, value] = new RegExp(`<(?:[\\w.-]{1,40}:)?${name}(?:\\s[^<>]{0,400})?>([^<]{0,400})<`).exec(xml) ?? [];
  return value
    ?.trim()
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
