import type { XmlAttribute } from '../../xml/name.js';
import { NEXT_ACTOR, SOAP_11 } from './envelope.js';

const MUST_UNDERSTAND = `{${SOAP_11}}mustUnderstand`;
const ACTOR = `{${SOAP_11}}actor`;
/** The attributes that SOAP 1.1 itself gives a meaning on a header block (sections 4.1.1 and 4.2). */
const SOAP_ATTRIBUTES: ReadonlySet<string> = new Set([MUST_UNDERSTAND, ACTOR, `{${SOAP_11}}encodingStyle`]);

/** What the attributes of a header block say to every receiver (SOAP 1.1, sections 4.2.2 and 4.2.3). */
export class BlockAttributes {
  constructor(private readonly attributes: readonly XmlAttribute[] | undefined) {}

  /** It names another receiver than the first one that reads the message. */
  get forAnother(): boolean {
    const actor = this.#valueOf(ACTOR);
    return actor !== '' && actor !== NEXT_ACTOR;
  }

  get mustUnderstand(): boolean {
    return ['1', 'true'].includes(this.#valueOf(MUST_UNDERSTAND));
  }

  #valueOf(key: string): string {
    return this.attributes?.find(({ name }) => name.key === key)?.value.trim() ?? '';
  }
}

/** Whether an attribute is SOAP's own, and no part of what a header block says. */
export function isSoapAttribute(key: string): boolean {
  return SOAP_ATTRIBUTES.has(key);
}

/** What a header block itself says. The same list when SOAP says nothing in it. */
export function withoutSoapAttributes(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  return attributes.some(({ name }) => isSoapAttribute(name.key))
    ? attributes.filter(({ name }) => !isSoapAttribute(name.key))
    : attributes;
}
