import { dutchDay } from '../../../model/dutch-day.js';
import { schoolYearAt } from '../../../model/school-year.js';
import type { ReportPeriod } from './goal-report.js';

/** From 1 August of the running school year up to today, unless it is said otherwise. Undefined: it ends before it begins. */
export function reportPeriod({ from, until }: Partial<ReportPeriod>, now: Date): ReportPeriod | undefined {
  const period = { from: from ?? `${schoolYearAt(now).slice(0, 4)}-08-01`, until: until ?? dutchDay(now) };
  return period.from <= period.until ? period : undefined;
}
