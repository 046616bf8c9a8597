import { isSyntheticSchool } from '../../synthetic/school/is-synthetic-school.js';
import { textOf } from '../reader/xml-node.js';
import type { Exchange } from '../traffic/exchange.js';

const ELEMENT = /<(?:[\w.-]{1,60}:)?(brincode|schoolkey)(?:\s[^<>]{0,300})?>([\s\S]{0,400}?)<\/[\w.:-]{1,130}\s{0,9}>/gi;
/** Characters of a body: more of it than a report has. */
const LOOKED_AT = 256 * 1024;
const ATTRIBUTE = /\s(brincode|schoolkey)\s{0,9}=\s{0,9}["']([^"'<>]{0,400})/gi;
const PEOPLE = /<(?:[\w.-]{1,60}:)?(?:leerling|leerkracht|toetsafname|resultaat)[\s/>]/i;

/**
 * Whether a school in what the other side wrote may exist, or people are in it without a synthetic school: a test school may give the data
 * of another than the one that was asked for. `side`: what the other side wrote.
 */
export function mayBeReal(exchanges: readonly Exchange[], side: 'request' | 'answer'): boolean {
  return exchanges.some((exchange) => {
    const body = exchange[side]?.body;
    return body !== undefined && body.length > 0 && !isSynthetic(decoded(body).slice(0, LOOKED_AT));
  });
}

/** A school that has a synthetic BRIN may have any schoolkey beside it. */
function isSynthetic(text: string): boolean {
  const brins = valuesOf('brincode', text);
  if (!brins.every((brin) => /^99[a-z]{2}(?:[-.]?\d{2})?$/i.test(brin))) return false;
  const keys = valuesOf('schoolkey', text);
  if (brins.length > 0) return true;
  return keys.length === 0 ? !PEOPLE.test(text) : keys.every((key) => isSyntheticSchool(`schoolkey:${key}`));
}

/** Of elements and attributes; an empty one names no school. What is not plainly synthetic, such as CDATA, may be real. */
function valuesOf(name: string, text: string): readonly string[] {
  const found = [...text.matchAll(ELEMENT), ...text.matchAll(ATTRIBUTE)].filter(([, which]) => which?.toLowerCase() === name);
  return found.map(([, , value = '']) => value.trim()).filter((value) => value !== '');
}

function decoded(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
