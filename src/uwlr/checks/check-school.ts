import { instantOf } from '../grammar/dates.js';
import type { LeerresultatenVerzoek } from '../messages/leerresultaten.js';
import type { Report } from './report.js';

const DAY_NS = 86_400_000_000_000n;
const SCHOOL = { path: '/leerresultaten_verzoek/school', at: { line: 1, column: 1 } };

/** The head of the message: a school year of two consecutive years, made no later than now (a clock may be a day wrong). */
export function checkSchool({ schooljaar, aanmaakdatum }: LeerresultatenVerzoek['school'], report: Report, now: Date): void {
  const [first, second] = schooljaar.split('-').map(Number);
  if (second !== (first as number) + 1) report.add('UWLR-LR-001', SCHOOL, '/schooljaar');
  if (liesAfter(aanmaakdatum, BigInt(now.getTime()) * 1_000_000n + DAY_NS)) report.add('UWLR-LR-020', SCHOOL, '/aanmaakdatum');
}

function liesAfter(dateTime: string, instant: bigint): boolean {
  if (dateTime.startsWith('-')) return false;
  // A year of five digits or more; far beyond those the calendar of JavaScript ends.
  if (dateTime.indexOf('-') > 4) return true;
  return instantOf(dateTime) > instant;
}
