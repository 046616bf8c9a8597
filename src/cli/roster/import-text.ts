import type { SyncReport } from '../../exchange/sync/sync-report.js';
import type { Finding } from '../../uwlr/finding.js';
import type { MessageVerdict } from '../message/verdict.js';
import { printVerdict } from '../message/verdict-text.js';
import type { Session } from '../open/session.js';
import { printStrips, printSummary, printWayOn } from '../sync/sync-text.js';
import { EXIT } from '../terminal/exit-code.js';
import { findingLine } from '../terminal/finding-line.js';
import { print, printJson } from '../terminal/print.js';

/** Whether a finding is about what becomes of the roster; all others are about the file. */
export function isAboutOutcome({ rule }: Finding): boolean {
  return rule.startsWith('UWLR-SY-');
}

/** The verdict on a file, with what was found when it was looked at as a whole. Nothing is in it twice. */
export function wholeVerdict(verdict: MessageVerdict, found: readonly Finding[]): MessageVerdict {
  const findings = new Map<string, Finding>();
  for (const finding of [...verdict.findings, ...found.filter((finding) => !isAboutOutcome(finding))]) {
    const { rule, path, line, column } = finding;
    findings.set(`${rule} ${path} ${line} ${column}`, finding);
  }
  const list = [...findings.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  return { ...verdict, valid: verdict.valid && list.every(({ severity }) => severity !== 'error'), findings: list };
}

/** Says that a file is not sound, so that nothing was done with it. */
export function refuseFile(session: Session, verdict: MessageVerdict, json: true | undefined): void {
  session.exitCode = EXIT.no;
  if (json) printJson({ ...verdict, outcome: 'invalid-answer', ok: false });
  else printVerdict(wholeVerdict(verdict, []), false);
}

/** The same report as of a sync, and the verdict on the file. */
export function importJson(verdict: MessageVerdict, report: SyncReport): object {
  const { file, valid, schemaValid, message, findings } = wholeVerdict(verdict, report.findings);
  return { file, valid, schemaValid, message, ...report, findings: [...findings, ...report.findings.filter(isAboutOutcome)] };
}

/** Prints what was found in a file, and what became of the roster. */
export function printImport(verdict: MessageVerdict, report: SyncReport): void {
  const { school, schoolYear, outcome, summary, findings, strips } = report;
  printVerdict(wholeVerdict(verdict, findings), false);
  print(`${school} ${schoolYear}: ${outcome}`);
  if (summary !== undefined) printSummary(summary);
  for (const finding of findings.filter(isAboutOutcome)) print(`  ${findingLine(finding)}`);
  printStrips(strips);
  printWayOn(outcome);
}
