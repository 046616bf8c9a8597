import { BlockList } from 'node:net';
import { OwnError } from '../core/own-error.js';
import { addNetwork } from '../soap/caller/add-network.js';
import { TargetRules } from '../soap/client/target-rules.js';

/** What a setting may be. Gives the value, or throws `Unfit` with what it should have been. */
export type Parse<T> = (value: string | number) => T;

/** Not a value for the setting. The text says what would be, and never repeats the value. */
export class Unfit extends OwnError {
  constructor(message: string) {
    super('setting', message);
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

export function wholeNumber(least: number, most: number): Parse<number> {
  return (value) => {
    const number = /^\d{1,15}$/.test(String(value).trim()) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new Unfit(`must be a whole number from ${least} to ${most}`);
  };
}

/** A part of a whole, `0.2`. */
export const share: Parse<number> = (value) => {
  const number = /^(?:0|1|[01]?\.\d{1,6})$/.test(String(value).trim()) ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new Unfit('must be a share from 0 to 1, such as 0.2');
};

/** A number of bytes, `67108864` or `64MiB`. */
export function byteCount(least: number): Parse<number> {
  return (value) => {
    const [, digits, unit = ''] = /^(\d{1,12})\s*(KiB|MiB|GiB)?$/.exec(String(value).trim()) ?? [];
    const bytes = Number(digits) * (UNITS[unit] ?? Number.NaN);
    if (bytes >= least && bytes <= Number.MAX_SAFE_INTEGER) return bytes;
    throw new Unfit(`must be a number of bytes of at least ${least}, such as 67108864 or 64MiB`);
  };
}

export function oneOf<T extends string>(...values: readonly T[]): Parse<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new Unfit(`must be one of ${values.join(', ')}`);
  };
}

export function url(...schemes: readonly string[]): Parse<URL> {
  return (value) => {
    const parsed = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
    if (parsed !== undefined && schemes.includes(parsed.protocol.slice(0, -1)) && parsed.host !== '') return parsed;
    throw new Unfit(`must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
  };
}

/** Where others reach us: what paths are put behind, so without a slash at the end. */
export const publicUrl: Parse<string> = (value) => {
  const parsed = url('http', 'https')(value);
  if (parsed.search !== '' || parsed.hash !== '' || parsed.username !== '')
    throw new Unfit('must be a URL without a query, fragment or user');
  return parsed.href.replace(/(?<!\/)\/+$/, '');
};

export const hostName: Parse<string> = (value) => {
  const text = String(value).trim();
  if (/^[\w.:%-]{1,253}$/.test(text)) return text;
  throw new Unfit('must be a host name or an address to listen on');
};

function entriesOf(value: string | number): string[] {
  return String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Host names, addresses and networks, with commas between them. */
export const targets: Parse<readonly string[]> = (value) => {
  const entries = entriesOf(value);
  try {
    new TargetRules(entries);
    return entries;
  } catch {
    throw new Unfit('must be host names, addresses or networks such as 10.1.0.0/16, with commas between them');
  }
};

/** Addresses and networks, with commas between them. */
export const networks: Parse<readonly string[]> = (value) => {
  const entries = entriesOf(value);
  const list = new BlockList();
  if (entries.every((entry) => addNetwork(list, entry))) return entries;
  throw new Unfit('must be addresses or networks such as 10.1.0.0/16, with commas between them');
};

/** In small letters, as Node has it. */
export const headerName: Parse<string> = (value) => {
  const name = String(value).trim().toLowerCase();
  if (/^[a-z][a-z0-9-]{0,63}$/.test(name)) return name;
  throw new Unfit('must be the name of a header, such as X-Client-Cert');
};

/** What signs a webhook, as Standard Webhooks has it: `whsec_` and 24 to 64 bytes in base64. */
export const signingSecret: Parse<string> = (value) => {
  const secret = String(value).trim();
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/.exec(secret) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64) return secret;
  throw new Unfit('must be whsec_ and 24 to 64 bytes in base64');
};

/** `name@host`, without a name before it. */
export const mailAddress: Parse<string> = (value) => {
  const address = String(value).trim();
  if (/^[^\s@<>(),;:"\\]{1,64}@[A-Za-z0-9.-]{1,253}$/.test(address)) return address;
  throw new Unfit('must be an e-mail address, name@school.example');
};

/** With commas between them. */
export const mailAddresses: Parse<readonly string[]> = (value) => {
  const addresses = entriesOf(value).map(mailAddress);
  if (addresses.length > 0) return addresses;
  throw new Unfit('must be e-mail addresses with commas between them');
};

export const text: Parse<string> = (value) => String(value);
