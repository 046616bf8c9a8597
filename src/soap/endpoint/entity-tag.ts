import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The strong ETag of what this text stands for. */
export function tagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

/** True when the client says that it has this very document. */
export function hasAlready(request: IncomingMessage, etag: string): boolean {
  return matches(request.headers['if-none-match'], (tag) => tag === etag);
}

/** True when the client wants nothing if it has this document, or any document at all (`*`). */
export function wantsNothing(request: IncomingMessage, etag: string): boolean {
  return matches(request.headers['if-none-match'], (tag) => tag === etag || tag === '*');
}

/** What proxies that compress add to a tag: Apache `"tag-gzip"`, older ones `"tag"-gzip`, Jetty `"tag--gzip"`, others `"tag;br"`. */
const CODING = /[-;:]{1,2}(?:x-)?(?:gzip|br|deflate|zstd)$/;

/**
 * If-None-Match (RFC 9110, 13.1.2) compares weakly. Not left to Express: that lets `Cache-Control: no-cache` of the
 * request go first, which every `fetch` adds of itself beside If-None-Match.
 */
function matches(header: string | undefined, wanted: (tag: string) => boolean): boolean {
  return header?.split(',').some((part) => wanted(asWeSaidIt(part.trim()))) ?? false;
}

/** The tag as it left here, whatever a proxy on the way made of it. */
function asWeSaidIt(tag: string): string {
  if (tag === '*') return tag;
  const opaque = tag.replace(/^W\//i, '').replace(CODING, '').replace(/^"|"$/g, '');
  return `"${opaque.replace(CODING, '')}"`;
}
