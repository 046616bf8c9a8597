/** An expanded name. One object per name and reader, so that it can be compared and looked up fast. */
export interface XmlName {
  /** Namespace URI; empty for none. */
  readonly uri: string;
  readonly local: string;
  /** `{uri}local`: what maps are keyed on. */
  readonly key: string;
}

export function xmlName(uri: string, local: string): XmlName {
  return { uri, local, key: `{${uri}}${local}` };
}

export interface XmlAttribute {
  readonly name: XmlName;
  readonly value: string;
  /** For `xsi:type`: the expanded name that the value stands for; undefined when its prefix is not declared. */
  readonly typeKey?: string | undefined;
}

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XSI_TYPE = `{${XSI}}type`;
