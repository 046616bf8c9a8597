import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.js';
import { readBody } from './read-body.js';

const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

/**
 * The body of a request that changes something: a JSON object with these members at most. That it has to be `application/json` keeps
 * pages of other sites from sending one without asking. Throws the problems `not-json` and `invalid-body`.
 */
export async function readJsonBody(request: IncomingMessage, members: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  if (!isJson(request)) throw new Problem('not-json');
  const text = await readBody(request);
  const value = text === undefined ? undefined : parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('invalid-body');
  if (Object.keys(value).some((name) => !members.includes(name))) throw new Problem('invalid-body');
  return value as Readonly<Record<string, unknown>>;
}

export function isJson({ headers }: IncomingMessage): boolean {
  return JSON_TYPE.test(headers['content-type'] ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
