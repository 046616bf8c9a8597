/** Bounds on what a reader takes in. Decoded sizes; all on by default. */
export interface XmlLimits {
  /** Elements open at one time. UWLR itself needs 12 within its envelope. */
  readonly depth: number;
  /** Attributes on one element, namespace declarations included. */
  readonly attributes: number;
  /** Namespace declarations in force at one element. */
  readonly prefixes: number;
  /** Characters in the text between two tags, in one attribute value or in one comment. */
  readonly text: number;
  /** Characters in one name of an element, attribute, entity or processing instruction, and in the URI of a namespace. */
  readonly name: number;
  /** Character and entity references in the document: each costs as much as hundreds of plain characters. */
  readonly references: number;
}

export const DEFAULT_XML_LIMITS: XmlLimits = {
  depth: 64,
  attributes: 32,
  prefixes: 128,
  text: 65_536,
  name: 1024,
  references: 200_000,
};
