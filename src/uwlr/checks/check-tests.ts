import type { Toets } from '../messages/leerresultaten.js';
import { type Whole, wholeOf } from '../whole.js';
import { checkNorms } from './check-norms.js';
import { checkTerm } from './check-term.js';
import type { Place, Report } from './report.js';

/** Parts between two pauses. */
const PAUSE = 256;

interface Options {
  /** A toetscode may occur once. The message with results says so in its schema already; test definitions do not. */
  readonly uniqueCodes: boolean;
}

/** Definitions of tests, in the message `root` (its element name). Pauses now and then, so that others get their turn. */
export function* checkTests(toetsen: readonly Toets[], report: Report, root: string, { uniqueCodes }: Options): Generator<void> {
  const codes = new Set<string>();
  const list = `${root}/toetsen/toets`;
  let steps = 0;
  let partCount = 0;
  for (const [i, toets] of toetsen.entries()) {
    const place = { path: `/${list}[${i + 1}]`, at: report.nth(list, i) };
    if (uniqueCodes && codes.has(toets.toetscode.value)) report.add('UWLR-LR-017', place, '/toetscode');
    codes.add(toets.toetscode.value);
    checkTest(toets, report, place);
    if (++steps % PAUSE === 0) yield;
    const partCodes = new Set<string>();
    for (const [k, part] of (toets.toetsonderdelen?.toetsonderdeel ?? []).entries()) {
      const at = report.nth(`${list}/toetsonderdelen/toetsonderdeel`, partCount++);
      const partPlace = { path: `${place.path}/toetsonderdelen/toetsonderdeel[${k + 1}]`, at };
      checkPart(part, report, partPlace, partCodes);
      if (++steps % PAUSE === 0) yield;
    }
  }
}

function checkTest(toets: Toets, report: Report, place: Place): void {
  checkTerm(toets.toetscode, report, place, '/toetscode');
  checkTerm(toets.versie, report, place, '/versie');
  checkTerm(toets.leerjaar, report, place, '/leerjaar');
  checkTerm(toets.vakgebied, report, place, '/vakgebied');
  if (toets.toetsnormering !== undefined) checkNorms(toets.toetsnormering, report, place, 'toetsnormering');
  const levels = new Set<Whole>();
  for (const [k, ingang] of (toets.toetshierarchie?.ingang ?? []).entries()) {
    const below = `/toetshierarchie/ingang[${k + 1}]`;
    const level = wholeOf(ingang.niveau);
    if (level < 1 || levels.has(level)) report.add('UWLR-LR-008', place, `${below}/@niveau`, k);
    levels.add(level);
    checkTerm(ingang, report, place, below, k);
  }
}

type Toetsonderdeel = NonNullable<Toets['toetsonderdelen']>['toetsonderdeel'][number];

function checkPart(part: Toetsonderdeel, report: Report, place: Place, codes: Set<string>): void {
  const { value } = part.toetsonderdeelcode;
  if (codes.has(value)) report.add('UWLR-LR-003', place, '/toetsonderdeelcode');
  codes.add(value);
  checkTerm(part.toetsonderdeelcode, report, place, '/toetsonderdeelcode');
  if (part.toetsonderdeelnormering !== undefined) checkNorms(part.toetsonderdeelnormering, report, place, 'toetsonderdeelnormering');
}
