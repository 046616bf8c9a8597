/** Bounds on what a reader takes in. Decoded sizes; all on by default. */
export interface XmlLimits {
  /** Elements open at one time. UWLR itself needs 12 within its envelope. */
  readonly depth: number;
  /** Attributes on one element, namespace declarations included. */
  readonly attributes: number;
  /** Characters in one run of text, one attribute value, one comment or one name. */
  readonly text: number;
  /** Character and entity references in the document: each costs as much as hundreds of plain characters. */
  readonly references: number;
}

export const DEFAULT_XML_LIMITS: XmlLimits = { depth: 64, attributes: 32, text: 65_536, references: 200_000 };
