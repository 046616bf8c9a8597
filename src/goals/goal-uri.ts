/** Where SLO publishes its entities: the canonical URI of a goal that has a UUID of SLO or of the onderwijsbegrippenkader. */
export const SLO_BASE = 'https://opendata.slo.nl/curriculum/uuid/';

/** The bases under which one UUID is the same concept, without scheme. */
const BASES = [
  'opendata.slo.nl/curriculum/uuid',
  'opendata.slo.nl/curriculum/api-acpt/v1/uuid',
  'purl.edustandaard.nl/begrippenkader',
  'purl.edustandaard.nl/concept',
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:/i;
const SCHEME = /^https?:\/\//i;
const END_OF_HOST = /[/?#]/;

/** Longer ones are no names of goals. */
const MOST_CHARACTERS = 1024;

/**
 * The canonical URI of a goal that somebody wrote as a bare UUID, `bk:UUID`, or a URI: with the host and a UUID in small letters, and no slash
 * at its end. The bases of SLO and Edustandaard become that of SLO. Undefined for any other text, such as a code.
 */
export function goalUri(written: string): string | undefined {
  const text = written.trim();
  if (text === '' || text.length > MOST_CHARACTERS || /\s/.test(text)) return undefined;
  const bare = /^bk:/i.test(text) ? text.slice(3) : text;
  if (UUID.test(bare)) return SLO_BASE + bare.toLowerCase();
  if (URN.test(text)) return `urn:${text.slice(4)}`;
  const scheme = SCHEME.exec(text)?.[0];
  if (scheme === undefined) return undefined;
  const behind = text.slice(scheme.length);
  const end = behind.search(END_OF_HOST);
  const host = end === -1 ? behind : behind.slice(0, end);
  return host === '' ? undefined : withoutEndSlashes(scheme.slice(0, -3).toLowerCase(), host.toLowerCase(), behind.slice(host.length));
}

/** The UUID of a URI under the base of SLO. */
export function sloUuid(uri: string): string | undefined {
  return uri.startsWith(SLO_BASE) ? uri.slice(SLO_BASE.length) : undefined;
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Two canonical URIs with the same key are the same goal: http and https are no difference. */
export function uriKey(uri: string): string {
  return uri.startsWith('http:') ? uri.slice(5) : uri.startsWith('https:') ? uri.slice(6) : uri;
}

function withoutEndSlashes(scheme: string, host: string, rest: string): string {
  let end = rest.length;
  while (end > 0 && rest[end - 1] === '/') end -= 1;
  const path = rest.slice(0, end);
  const slash = path.lastIndexOf('/');
  const last = path.slice(slash + 1);
  if (!UUID.test(last)) return `${scheme}://${host}${path}`;
  const before = `${host}${path.slice(0, slash)}`;
  const uuid = last.toLowerCase();
  return BASES.includes(before.toLowerCase()) ? SLO_BASE + uuid : `${scheme}://${before}/${uuid}`;
}
