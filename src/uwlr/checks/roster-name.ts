import type { Place, Report } from './report.js';
import type { RosterName } from './roster-data.js';

const PARTS = ['achternaam', 'voorvoegsel', 'voornamen', 'roepnaam'] as const;
const LOOSE_SPACE = /^\s|\s$|\s\s/;

/** How a name is written (spec, section a.4): without loose spaces, initials as in YH. */
export function checkName(name: RosterName, report: Report, place: Place): void {
  for (const part of PARTS) {
    const text = name[part];
    if (text !== undefined && LOOSE_SPACE.test(text)) report.add('UWLR-LG-015', place, `/${part}`);
  }
  const initials = name['voorletters-1'];
  if (initials !== undefined && /[.\s]/.test(initials)) report.add('UWLR-LG-016', place, '/voorletters-1');
}
