import type { LeerresultatenVerzoek } from '../messages/leerresultaten.js';
import { isFarAhead } from './far-ahead.js';
import type { Report } from './report.js';
import { isConsecutive } from './school-year.js';

const SCHOOL = { path: '/leerresultaten_verzoek/school', at: { line: 1, column: 1 } };

/** The head of the message: a school year of two consecutive years, made no later than now (a clock may be a day wrong). */
export function checkSchool({ schooljaar, aanmaakdatum }: LeerresultatenVerzoek['school'], report: Report, now: Date): void {
  if (!isConsecutive(schooljaar)) report.add('UWLR-LR-001', SCHOOL, '/schooljaar');
  if (isFarAhead(aanmaakdatum, now)) report.add('UWLR-LR-020', SCHOOL, '/aanmaakdatum');
}
