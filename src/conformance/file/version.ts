import type { UwlrVersion } from '../../uwlr/finding.js';
import type { XmlNode } from '../reader/xml-node.js';

const OF_UWLR_2: ReadonlyMap<string, UwlrVersion> = new Map([
  ['2.1', '2.1'],
  ['2.2', '2.2'],
  ['2.2.1', '2.2'],
  ['2.3', '2.3'],
]);
/** What EDEXML files call themselves, and the version of UWLR that took that over. */
const OF_EDEXML: readonly (readonly [RegExp, UwlrVersion])[] = [
  [/^1(?:\.0(?:\.?\d)?)?$/, '1.0'],
  [/^2\.0(?:\.\d)?$/, '2.1'],
  [/^2\.1(?:\.\d)?$/, '2.2'],
];

/** The version by which a message is read: `written` is its xsdversie. Without one, or with one that nobody speaks, 2.2 or 1.0 by its namespace. */
export function versionIn(
  message: XmlNode,
  written: XmlNode | undefined,
): { readonly version: UwlrVersion; readonly unsupported: boolean } {
  const { namespace } = message;
  const text = written?.text.trim() ?? '';
  const old = namespace.includes('/leerresultaten/1/');
  const named = namespace === '' ? OF_EDEXML.find(([pattern]) => pattern.test(text))?.[1] : old ? oldVersion(text) : OF_UWLR_2.get(text);
  return { version: named ?? (old ? '1.0' : '2.2'), unsupported: text !== '' && named === undefined };
}

function oldVersion(text: string): UwlrVersion | undefined {
  return /^1(?:\.0)?$/.test(text) ? '1.0' : undefined;
}
