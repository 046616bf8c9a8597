import { type WordRule, wordRulesOf } from './claim-words.js';

/** Something that promises what nobody can know from results: where it stands, and which rule it breaks. */
export interface Claim {
  readonly place: string;
  readonly rule: WordRule | StructureRule;
}

/** What a schema promises by its shape, whatever its names are. */
export type StructureRule =
  | 'figure-on-goal-link'
  | 'figure-on-goal'
  | 'score-beside-goal'
  | 'figure-on-signal'
  | 'other-signal'
  | 'value-as-number'
  | 'absent-as-value'
  | 'open-shape';

/** Claims in names of whatever kind: headings of CSV files, fields of GraphQL, parameters, elements of XML. */
export function claimsInNames(names: readonly string[], place: string): readonly Claim[] {
  return names.flatMap((name) => wordRulesOf(name).map((rule) => ({ place: `${place}/${name}`, rule })));
}

/** Claims in the headings, captions and terms of a page: running text may say what a page does not show. */
export function claimsInPage(page: string, place: string): readonly Claim[] {
  const headings = [...page.matchAll(/<(h[1-6]|th|caption|dt|title|label|summary)\b[^>]*>([\s\S]*?)<\/\1>/g)];
  return claimsInNames(
    headings.map(([, , text = '']) => text.replace(/<[^>]*>/g, ' ').trim()),
    place,
  );
}

/** Claims in the names of elements, attributes and types, and in the values, that an XSD gives. */
export function claimsInXsd(xsd: string, place: string): readonly Claim[] {
  return claimsInNames(
    [...xsd.matchAll(/<xs:(?:element|attribute|complexType|simpleType|enumeration)\b[^>]*?\b(?:name|value)="([^"]*)"/g)].map(
      ([, name = '']) => name,
    ),
    place,
  );
}
