import type { Findings } from '../../uwlr/findings.js';
import type { FormatRules } from './check-incoming.js';
import type { BsnLikeNames } from './checks/bsn-like-names.js';
import type { ResultCursor } from './incoming-places.js';
import type { UwlrMessage } from './uwlr-message.js';
import type { UwlrPlaces } from './uwlr-places.js';

const STAFF = '/resultaatverwerkerid';

/** Rules about what only UWLR says: the key of a member of staff, and an osoresultaat with nothing in it. */
export class UwlrRules implements FormatRules {
  constructor(
    private readonly message: UwlrMessage,
    private readonly places: UwlrPlaces,
    private readonly findings: Findings,
  ) {}

  pupil(n: number, bsnLike: BsnLikeNames): void {
    const key = this.message.pupils[n]?.staffKey;
    if (key === undefined) return;
    bsnLike.look(key, () => this.places.pupilAt(n, STAFF));
    if (key.trim() !== key) this.findings.add('UWLR-LR-019', this.places.pupilAt(n, STAFF));
  }

  result(cursor: ResultCursor): void {
    if (this.message.pupils[cursor.pupil]?.isEmptyOso(cursor.at) === true) {
      this.findings.add('UWLR-LR-015', this.places.resultAt(cursor, '/osoresultaat'));
    }
  }
}
