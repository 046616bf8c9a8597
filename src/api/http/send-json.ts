import type { ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { tagOf, wantsNothing } from '../../soap/endpoint/entity-tag.js';
import { sendBytes } from '../../soap/endpoint/send-bytes.js';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** JSON to send, with its strong ETag. One that is kept can be sent to any number of callers. */
export interface Document {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Without an ETag of its own it gets one that is made from the text. */
export function jsonDocument(body: unknown, etag?: string): Document {
  const text = JSON.stringify(body);
  return { bytes: Buffer.from(text, 'utf8'), etag: etag ?? tagOf(text) };
}

/** Sends a document with status 200, or 304 without it when the client has it already. */
export function sendJson(request: Request, response: Response, { bytes, etag }: Document): void {
  if (wantsNothing(request, etag)) sendUnchanged(response, etag);
  else {
    response.setHeader('ETag', etag);
    send(response, 200, JSON_TYPE, bytes);
  }
}

export function sendUnchanged(response: Response, etag: string): void {
  response.setHeader('ETag', etag);
  response.statusCode = 304;
  response.end();
}

export function sendText(response: ServerResponse, status: number, contentType: string, text: string): void {
  send(response, status, contentType, Buffer.from(text, 'utf8'));
}

function send(response: ServerResponse, status: number, contentType: string, bytes: Buffer): void {
  response.statusCode = status;
  response.setHeader('Content-Type', contentType);
  sendBytes(response, bytes);
}
