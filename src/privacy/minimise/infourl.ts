import { hidesId, needleOf, percentDecoded } from '../../uwlr/hidden-id.js';

/** What may be kept of `infourl`: nothing, host and path at these hosts, or everything. */
export type InfourlRule =
  | { readonly keep: 'none' }
  | { readonly keep: 'hosts'; readonly hosts: readonly string[] }
  | { readonly keep: 'all' };

/** Why an `infourl`, or a part of it, was taken out. */
export type InfourlStrip = 'infourl-withheld' | 'infourl-scheme' | 'infourl-host' | 'infourl-learner' | 'infourl-query';

export interface ReducedInfourl {
  /** What may be kept; absent: nothing. */
  readonly url?: string;
  /** Absent when it was kept as sent. */
  readonly stripped?: InfourlStrip;
}

/**
 * Reduces a link to what an agreement lets through. Under `hosts`: scheme, host and path of a host on the list (exact, with its
 * port unless that is the usual one); user info, query, fragment and path parameters (`;jsessionid=...`) may hold tokens and
 * go. A path that holds the learner's id is not kept at all. Never anything but http and https.
 */
export function reduceInfourl(url: string, rule: InfourlRule, leerlingid: string | undefined): ReducedInfourl {
  if (rule.keep === 'none') return { stripped: 'infourl-withheld' };
  const parsed = parse(url);
  if (parsed === undefined) return { stripped: 'infourl-scheme' };
  if (rule.keep === 'all') return { url };
  if (!rule.hosts.some((host) => host.toLowerCase() === parsed.host)) return { stripped: 'infourl-host' };
  if (leerlingid !== undefined && holdsLearner(parsed.pathname, leerlingid)) return { stripped: 'infourl-learner' };
  const path = parsed.pathname.replace(/;[^/]*/g, '');
  const kept = `${parsed.protocol}//${parsed.host}${path}`;
  return kept === url.trim() || kept === `${url.trim()}/` ? { url: kept } : { url: kept, stripped: 'infourl-query' };
}

function parse(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed : undefined;
}

/** An id that is too short to look for inside a text still counts when it is a whole segment. */
function holdsLearner(path: string, leerlingid: string): boolean {
  const needle = needleOf(leerlingid);
  if (needle !== undefined) return hidesId(path, needle);
  const id = leerlingid.trim().toLowerCase();
  return percentDecoded(path).split(/[/;]/).includes(id);
}
