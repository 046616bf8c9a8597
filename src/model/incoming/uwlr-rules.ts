import type { Findings } from '../../uwlr/findings.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { FormatRules } from './check-incoming.js';
import type { BsnLikeNames } from './checks/bsn-like-names.js';
import type { ResultCursor } from './incoming-places.js';
import type { UwlrPlaces } from './uwlr-places.js';

const STAFF = '/resultaatverwerkerid';

/** Rules about what only UWLR says: the key of a member of staff, and an osoresultaat with nothing in it. */
export class UwlrRules implements FormatRules {
  constructor(
    private readonly message: LeerresultatenVerzoek,
    private readonly places: UwlrPlaces,
    private readonly findings: Findings,
  ) {}

  pupil(n: number, bsnLike: BsnLikeNames): void {
    const key = this.message.toetsafnames.toetsafname[n]?.resultaatverwerkerid;
    if (key === undefined) return;
    bsnLike.look(key, () => this.places.pupilAt(n, STAFF));
    if (key.trim() !== key) this.findings.add('UWLR-LR-019', this.places.pupilAt(n, STAFF));
  }

  result(cursor: ResultCursor): void {
    const oso = this.message.toetsafnames.toetsafname[cursor.pupil]?.resultaten.resultaat[cursor.at]?.osoresultaat;
    if (oso === undefined || oso.referentiescore !== undefined) return;
    const { toetsscore } = oso;
    if (toetsscore === undefined || Object.keys(toetsscore).length === 0) {
      this.findings.add('UWLR-LR-015', this.places.resultAt(cursor, '/osoresultaat'));
    }
  }
}
