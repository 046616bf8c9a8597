import type { UwlrVersion } from '../../finding.js';

/** What `xsdversie` says in the namespaces of UWLR 1.0. */
export function readVersion1(text: string): UwlrVersion | undefined {
  return /^1(?:\.0)?$/.test(text.trim()) ? '1.0' : undefined;
}
