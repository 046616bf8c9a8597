import { readFile } from 'node:fs/promises';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { XmlTextDecoder } from '../../xml/encoding.js';
import type { Verdict } from '../../xml/schema-judge.js';
import type { SchemaSet } from '../../xml/schema-set.js';
import { type EnvelopeParts, envelopeParts, type Part } from './envelope-parts.js';

/**
 * The verdict of libxml2 on a file that our own reader could read as XML, or not (`wellFormed`): on its message, and on the
 * autorisatie header when there is one. Undefined when there is no schema for the message, or none of the profile that it is held to.
 */
export async function judgeMessage(
  file: string,
  wellFormed: boolean,
  schemas: SchemaSet,
  profile?: PupilProfile,
): Promise<Verdict | undefined> {
  const bytes = await readFile(file);
  if (!wellFormed) return schemas.any.judge(bytes);
  const { header, message } = partsOf(bytes);
  const onMessage = message && judge(message, schemas, profile);
  if (onMessage === undefined) return undefined;
  const onHeader = header && judge(header, schemas);
  if (onHeader === undefined) return onMessage;
  return { valid: onHeader.valid && onMessage.valid, errors: [...onHeader.errors, ...onMessage.errors] };
}

function judge({ namespace, name, xml }: Part, schemas: SchemaSet, profile?: PupilProfile): Verdict | undefined {
  return schemas.judgeOf(namespace, name, profile)?.judge(xml);
}

function partsOf(bytes: Buffer): EnvelopeParts {
  const decoder = new XmlTextDecoder();
  return envelopeParts(decoder.write(bytes) + decoder.end());
}
