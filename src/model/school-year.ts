import { dutchDay } from './dutch-day.js';

/** The school year that runs at a moment, as `2026-2027`: from 1 August, by the clock in the Netherlands. */
export function schoolYearAt(moment: Date): string {
  const [year = 0, month = 0] = dutchDay(moment).split('-').map(Number);
  const first = month >= 8 ? year : year - 1;
  return `${first}-${first + 1}`;
}
