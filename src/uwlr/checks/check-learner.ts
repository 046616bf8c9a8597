import type { Toetsafname } from '../messages/leerresultaten.js';
import type { BsnLikeKeys } from './bsn-like-keys.js';
import { isEckId } from './eck-id.js';
import type { Place, Report } from './report.js';

/** Whose results they are: keys without which, or with which, nobody can be found again. */
export function checkLearner(
  { leerlingid, eckid, resultaatverwerkerid }: Toetsafname,
  report: Report,
  place: Place,
  bsnLike: BsnLikeKeys,
): void {
  if (leerlingid !== undefined) {
    const key = leerlingid.trim();
    if (key === '') report.add('UWLR-LR-023', place, '/leerlingid');
    else if (key !== leerlingid) report.add('UWLR-LR-019', place, '/leerlingid');
    bsnLike.look(key, place, '/leerlingid');
    if (key.startsWith('#')) report.add('UWLR-LR-018', place, '/leerlingid');
  }
  if (eckid !== undefined) {
    if (eckid.trim() === '') report.add('UWLR-LR-023', place, '/eckid');
    else if (!isEckId(eckid)) report.add('UWLR-LR-014', place, '/eckid');
  }
  if (resultaatverwerkerid !== undefined) {
    bsnLike.look(resultaatverwerkerid, place, '/resultaatverwerkerid');
    if (resultaatverwerkerid.trim() !== resultaatverwerkerid) report.add('UWLR-LR-019', place, '/resultaatverwerkerid');
  }
}
