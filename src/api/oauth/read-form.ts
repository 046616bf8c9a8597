import type { IncomingMessage } from 'node:http';
import { readBody } from '../http/read-body.js';
import { OAuthError } from './oauth-error.js';

const FORM_TYPE = /^application\/x-www-form-urlencoded *(?:; *charset="?utf-8"? *)?$/i;

/**
 * The parameters of a form, each at most once (RFC 6749, 3.2); those that are empty count as not given. Parameters in the URL, where
 * they would end up in logs, are refused. Throws `invalid_request`.
 */
export async function readForm(request: IncomingMessage): Promise<ReadonlyMap<string, string>> {
  if (!FORM_TYPE.test(request.headers['content-type'] ?? '')) throw new OAuthError('invalid_request');
  const text = await readBody(request);
  if (text === undefined || request.url?.includes('?')) throw new OAuthError('invalid_request');
  const given = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  const form = new Map(given);
  if (form.size < given.length) throw new OAuthError('invalid_request');
  return form;
}
