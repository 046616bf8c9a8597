import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Text to send as JSON, with its strong ETag. */
export interface Document {
  readonly text: string;
  readonly etag: string;
}

/** Without an ETag of its own it gets one that is made from the text. */
export function jsonDocument(body: unknown, etag?: string): Document {
  const text = JSON.stringify(body);
  return { text, etag: etag ?? tagOf(text) };
}

/** The strong ETag of what this text stands for. */
export function tagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

/** True when the client says that it has this very document. */
export function hasAlready(request: Request, etag: string): boolean {
  return matches(request.headers['if-none-match'], (tag) => tag === etag);
}

/** Sends a document with status 200, or 304 without it when the client has it already. */
export function sendJson(request: Request, response: Response, { text, etag }: Document): void {
  if (matches(request.headers['if-none-match'], (tag) => tag === etag || tag === '*')) sendUnchanged(response, etag);
  else {
    response.setHeader('ETag', etag);
    sendText(response, 200, JSON_TYPE, text);
  }
}

export function sendUnchanged(response: Response, etag: string): void {
  response.setHeader('ETag', etag);
  response.statusCode = 304;
  response.end();
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
function matches(header: string | undefined, wanted: (tag: string) => boolean): boolean {
  return header?.split(',').some((part) => wanted(part.trim().replace(/^W\//, ''))) ?? false;
}
