import type { Term } from '../model/result.js';
import type { TaggedActivity } from './tagged-activity.js';

/** Where concepts of SLO, OBK and Edustandaard live. A UUID is one of theirs only under such an address, or beside it as its list. */
const CONCEPTS =
  /^https?:\/\/(?:opendata\.slo\.nl\/curriculum\/(?:api-acpt\/v1\/)?uuid|purl\.edustandaard\.nl\/(?:begrippenkader|concept))(?:\/|$)/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The terms of an activity that may be learning goals: what it is, which part it is, and where it stands. Never its subject. */
export function termsOf({ code, part, hierarchy }: TaggedActivity): readonly Term[] {
  return [code, ...(part === undefined ? [] : [part]), ...hierarchy];
}

/** True: whoever wrote this meant a concept, also when no loaded set has it. A term of the vendor's own is none. */
export function isConcept({ value, vocabulary }: Term): boolean {
  const written = value.trim();
  if (/^bk:/i.test(written) || CONCEPTS.test(written)) return true;
  return vocabulary !== undefined && CONCEPTS.test(vocabulary.trim()) && UUID.test(written);
}
