import type { Finding } from '../../uwlr/finding.js';

/** A finding on one line: `12:34 UWLR-SCH-023 error /path message (hint)`. A finding about no place in particular begins with `-`. */
export function findingLine({ rule, severity, path, line, column, message, hint }: Finding): string {
  const place = line === 0 ? '-' : `${line}:${column}`;
  return [place, rule, severity, path, hint === undefined ? message : `${message} (${hint})`].filter((part) => part !== '').join(' ');
}
