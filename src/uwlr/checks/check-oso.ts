import { compareDecimals } from '../grammar/numbers.js';
import type { Resultaat } from '../messages/leerresultaten.js';
import { OSO_REFERENTIESCORES, OSO_VERGELIJKINGSGROEPEN } from '../vocabularies.js';
import type { Place, Report } from './report.js';

type OsoResultaat = NonNullable<Resultaat['osoresultaat']>;
type Toetsscore = NonNullable<OsoResultaat['toetsscore']>;

const COUNTS = ['aantalopgaven', 'aantalgoed', 'aantalfout', 'aantalgelezen'] as const;

/** A result as OSO defines it. `place` is that of the resultaat. */
export function checkOso({ toetsscore, referentiescore }: OsoResultaat, report: Report, place: Place): void {
  if (referentiescore === undefined && (toetsscore === undefined || Object.keys(toetsscore).length === 0)) {
    report.add('UWLR-LR-015', place, '/osoresultaat');
    return;
  }
  if (toetsscore !== undefined) checkToetsscore(toetsscore, report, place);
  for (const [k, { codereferentiescore, codevergelijkingsgroep }] of (referentiescore ?? []).entries()) {
    if (!OSO_REFERENTIESCORES.has(codereferentiescore)) {
      report.add('UWLR-LR-012', place, `/osoresultaat/referentiescore[${k + 1}]/codereferentiescore`, k);
    }
    if (!OSO_VERGELIJKINGSGROEPEN.has(codevergelijkingsgroep)) {
      report.add('UWLR-LR-013', place, `/osoresultaat/referentiescore[${k + 1}]/codevergelijkingsgroep`, k);
    }
  }
}

function checkToetsscore(toetsscore: Toetsscore, report: Report, place: Place): void {
  for (const name of COUNTS) {
    if (Number(toetsscore[name] ?? 0) < 0) report.add('UWLR-LR-010', place, `/osoresultaat/toetsscore/${name}`);
  }
  const contradiction = tooMany(toetsscore);
  if (contradiction !== undefined) report.add('UWLR-LR-010', place, `/osoresultaat/toetsscore/${contradiction}`);
  const interval = toetsscore.betrouwbaarheidsinterval;
  if (interval !== undefined && compareDecimals(interval.bivhoog, interval.bivlaag) < 0) {
    report.add('UWLR-LR-011', place, '/osoresultaat/toetsscore/betrouwbaarheidsinterval');
  }
}

/** The count that cannot be true beside the others. Figures that are not given are not guessed. */
function tooMany({ aantalopgaven, aantalgoed = '0', aantalfout = '0' }: Toetsscore): (typeof COUNTS)[number] | undefined {
  if (aantalopgaven === undefined) return undefined;
  const items = Number(aantalopgaven);
  const correct = Number(aantalgoed);
  const incorrect = Number(aantalfout);
  if (items < 0 || correct < 0 || incorrect < 0 || correct + incorrect <= items) return undefined;
  return correct > items ? 'aantalgoed' : incorrect > items ? 'aantalfout' : 'aantalopgaven';
}
