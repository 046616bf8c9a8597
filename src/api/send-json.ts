import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Text to send as JSON, with its strong ETag. */
export interface Document {
  readonly text: string;
  readonly etag: string;
}

export function jsonDocument(body: unknown): Document {
  const text = JSON.stringify(body);
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** Sends a document with status 200, or 304 without it when the client has it already. */
export function sendJson(request: Request, response: Response, { text, etag }: Document): void {
  response.setHeader('ETag', etag);
  if (matches(request.headers['if-none-match'], etag)) {
    response.statusCode = 304;
    response.end();
  } else sendText(response, 200, 'application/json; charset=utf-8', text);
}

/** To HEAD the same headers go out; Node leaves the body out. */
export function sendText(response: Response, status: number, contentType: string, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  response.statusCode = status;
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

/**
 * If-None-Match (RFC 9110, 13.1.2) compares weakly. Not left to Express: that lets `Cache-Control: no-cache` of the
 * request go first, which every `fetch` adds of itself beside If-None-Match.
 */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);
}
