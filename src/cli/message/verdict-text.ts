import { findingLine } from '../terminal/finding-line.js';
import { print } from '../terminal/print.js';
import type { MessageVerdict } from './verdict.js';

const SHOWN_ERRORS = 20;

/** Prints a verdict for people. `judged`: libxml2 was asked too. */
export function printVerdict({ file, valid, message, version, profile, findings, judge }: MessageVerdict, judged: boolean): void {
  const what = [message, version === null ? undefined : `read as ${version}`, profile].filter(
    (part) => part !== undefined && part !== null,
  );
  print(`${file}: ${valid ? 'valid' : 'INVALID'}${what.length === 0 ? '' : ` (${what.join(', ')})`}`);
  for (const finding of findings) print(`  ${findingLine(finding)}`);
  if (!judged) return;
  if (judge === undefined) {
    print('  libxml2: not used; no schema fits this message, or its envelope was not read');
    return;
  }
  print(`  libxml2: ${judge.valid ? 'valid' : 'INVALID'}`);
  for (const { line, message: text } of judge.errors.slice(0, SHOWN_ERRORS)) print(`    ${line === 0 ? '-' : line} ${text}`);
  if (judge.errors.length > SHOWN_ERRORS) print(`    and ${judge.errors.length - SHOWN_ERRORS} more`);
}
