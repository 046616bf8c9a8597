import { isEckId } from '../../../uwlr/checks/eck-id.js';
import type { Findings } from '../../../uwlr/findings.js';
import type { IncomingPupil } from '../incoming-message.js';
import type { IncomingPlaces } from '../incoming-places.js';
import type { BsnLikeNames } from './bsn-like-names.js';

/** Whose results they are: keys without which, or with which, nobody can be found again. */
export function checkLearner(
  { leerlingid, eckId }: IncomingPupil,
  n: number,
  places: Pick<IncomingPlaces, 'pupil'>,
  findings: Findings,
  bsnLike: BsnLikeNames,
): void {
  if (leerlingid !== undefined) {
    const key = leerlingid.trim();
    if (key === '') findings.add('UWLR-LR-023', places.pupil(n, 'leerlingid'));
    else if (key !== leerlingid) findings.add('UWLR-LR-019', places.pupil(n, 'leerlingid'));
    bsnLike.look(key, () => places.pupil(n, 'leerlingid'));
    if (key.startsWith('#')) findings.add('UWLR-LR-018', places.pupil(n, 'leerlingid'));
  }
  if (eckId !== undefined) {
    if (eckId.trim() === '') findings.add('UWLR-LR-023', places.pupil(n, 'eckId'));
    else if (!isEckId(eckId)) findings.add('UWLR-LR-014', places.pupil(n, 'eckId'));
  }
}
