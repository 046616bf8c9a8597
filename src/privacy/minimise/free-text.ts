import { ROSTER_ROOTS } from '../../model/roster/roster-fields.js';
import { holdsBsn, replaceBsn } from '../../uwlr/bsn-like.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import { type PrivacyClass, type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import { percentDecoded } from '../../uwlr/hidden-id.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';

/** How a text that may hold anything is cleaned: a number in a text is replaced, an address with one in it is of no more use. */
export type FreeText = 'text' | 'address';

/** Stands where a number was taken out. No longer than nine digits are, so that a text still fits its field. */
export const TAKEN_OUT = '[nummer]';

/** A text, or a code that other fields point to: it may change only if they change with it. */
export type KeptText = FreeText | 'code';

/**
 * Whether a field is free text, as far as the grammar says: any characters, and no pseudonym and no key that something else in a
 * message points to.
 */
export function freeTextOf(name: string, type: SimpleType, privacy: PrivacyClass): FreeText | undefined {
  const kind = keptTextOf(name, type, privacy);
  return kind === 'code' ? undefined : kind;
}

/** The same, and whether it is a code; undefined for a pseudonym, and for what can hold no text of somebody's own. */
export function keptTextOf(name: string, type: SimpleType, privacy: PrivacyClass): KeptText | undefined {
  if (privacy === 'P') return undefined;
  const { base, facets } = type.xsd;
  const isText = base === 'xs:string' && facets.every(([facet]) => facet === 'minLength' || facet === 'maxLength');
  if (codeNames().has(name)) return isText ? 'code' : undefined;
  if (base === 'xs:anyURI') return 'address';
  return isText ? 'text' : undefined;
}

/** A text without what may be a national number: the very same when there is none, undefined when nothing can stay. */
export function cleaned(text: string, kind: FreeText): string | undefined {
  if (kind === 'text') return replaceBsn(text, TAKEN_OUT);
  return holdsBsn(text) || holdsBsn(percentDecoded(text)) ? undefined : text;
}

/** `tpKey`, `EDEXKeyType`, `tpSchoolkey`. */
const KEY_TYPE = /key/i;
const ROOTS: readonly Root[] = [leerresultatenVerzoek, toetsdefinities, ...ROSTER_ROOTS];
let codes: ReadonlySet<string> | undefined;

/** Names of fields that hold a key in any message of any version. Others point to them, so not a digit of them may change. */
function codeNames(): ReadonlySet<string> {
  codes ??= new Set(
    ROOTS.flatMap((root) => versionsOf(root).flatMap((version) => [...compile(root, version).byPath.values()].flatMap(codesOf))),
  );
  return codes;
}

function codesOf({ name, text, attributes, constraints }: Node): string[] {
  return [
    ...(KEY_TYPE.test(text?.name ?? '') ? [name] : []),
    ...[...attributes].flatMap(([attribute, { type }]) => (KEY_TYPE.test(type.name ?? '') ? [attribute] : [])),
    ...constraints.map(({ field }) => field.replace(/^.*[/@]/, '')),
  ];
}
