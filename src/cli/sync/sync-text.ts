import type { RosterSummary } from '../../exchange/roster/roster-summary.js';
import type { SyncReport } from '../../exchange/sync/sync-report.js';
import { CALL_RULES } from '../../exchange/sync/sync-stop.js';
import type { StripRecord } from '../../store/exchange-record.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import { findingLine } from '../terminal/finding-line.js';
import { print } from '../terminal/print.js';

export function exitCodeOf({ ok, outcome }: SyncReport): ExitCode {
  if (ok) return EXIT.done;
  // No SOAP answer came back. Whatever else went wrong is an answer that is no.
  return outcome in CALL_RULES ? EXIT.failed : EXIT.no;
}

/** Prints a report for people. */
export function printSync(report: SyncReport): void {
  const { school, schoolYear, outcome, party, version, exchange, summary, findings, findingCount, strips, faultCode, retryAfter } = report;
  const source = [party, version].filter((part) => part !== undefined).join(', ');
  const why = faultCode === undefined ? outcome : `${outcome} ${faultCode}`;
  print(`${school} ${schoolYear}: ${why}${source === '' ? '' : ` (${source})`}`);
  if (summary !== undefined) printSummary(summary);
  for (const line of findingLines(findings)) print(`  ${line}`);
  if (findingCount > findings.length) print(`  and ${findingCount - findings.length} more`);
  printStrips(strips);
  printWayOn(outcome);
  if (retryAfter !== undefined) print(`  the administration asks to try again after ${retryAfter} seconds`);
  print(`  exchange ${exchange}`);
}

/** Which option carries out what was refused, where there is one. */
export function printWayOn(outcome: SyncReport['outcome']): void {
  if (outcome === 'shrink-refused') print('  To continue anyway: --accept-shrink, or a higher --shrink-limit');
  if (outcome === 'older-refused') print('  To replace them anyway: --accept-older');
}

/** What an administration does otherwise, it does for every pupil: of one rule a few lines are enough. */
const SHOWN = 3;

function* findingLines(findings: SyncReport['findings']): Generator<string> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const count = (counts.get(finding.rule) ?? 0) + 1;
    counts.set(finding.rule, count);
    if (count <= SHOWN) yield findingLine(finding);
  }
  for (const [rule, count] of counts) if (count > SHOWN) yield `and ${count - SHOWN} more of ${rule}`;
}

/** How many there are, and what became of them. */
export function printSummary({ learners, groups, teachers }: RosterSummary): void {
  for (const [name, { added, changed, left, after }] of Object.entries({ pupils: learners, groups, staff: teachers })) {
    print(`  ${name.padEnd(6)}  ${added} added, ${changed} changed, ${left} left: ${after} in all`);
  }
}

/** What did not come along, and why. */
export function printStrips(strips: readonly StripRecord[]): void {
  for (const { path, rule, count } of strips) print(`  left out: ${count} x ${path} (${rule})`);
}
