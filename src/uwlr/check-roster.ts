import { isConsecutive, isFarAhead } from './checks/calendar.js';
import { type Locator, type Place, Report } from './checks/report.js';
import { type Keyed, type RosterSchool, rosterData } from './checks/roster-data.js';
import { checkKey, checkReferences } from './checks/roster-key.js';
import { PeopleChecker } from './checks/roster-people.js';
import { ListPlace } from './checks/roster-place.js';
import type { Findings } from './findings.js';
import type { Root } from './grammar/grammar.js';

/** Objects between two pauses: well under a millisecond of work. */
const PAUSE = 256;
const START = { line: 1, column: 1 };

/**
 * Checks what the standard means but its XSDs do not say (rules `UWLR-LG-...`) of pupil data that were decoded without errors:
 * any answer of UWLR 1.0 or 2, what stands inside one, or an EDEXML file. Keys that occur twice and references to nothing were
 * found by the decoder. Adds to `findings`. Yields now and then, so that a caller can let others go first.
 */
export function* checkRoster(
  root: Root,
  value: unknown,
  decoder: Locator,
  findings: Findings,
  { now }: { readonly now: Date },
): Generator<void> {
  const found = rosterData(root, value);
  if (found === undefined) return;
  const { path, data } = found;
  const report = new Report(decoder, findings);
  const groups = data.groepen?.groep;
  const people = new PeopleChecker(report, now, groups && new Map(groups.map(({ key = '', jaargroep = 'C' }) => [key.trim(), jaargroep])));
  const keyOf = ({ key }: Keyed, place: Place) => checkKey(key, report, place);
  knownSchool(data.school, report, { path: `/${path}/school`, at: START }, now);
  yield* each(data.vestigingen?.vestiging, `${path}/vestigingen/vestiging`, report, keyOf);
  yield* each(data.groepen?.groep, `${path}/groepen/groep`, report, keyOf);
  yield* each(data.groepen?.samengestelde_groep, `${path}/groepen/samengestelde_groep`, report, keyOf);
  yield* each(data.subgroepen?.subgroep, `${path}/subgroepen/subgroep`, report, keyOf);
  yield* each(data.leerlingen?.leerling, `${path}/leerlingen/leerling`, report, (pupil, place) => people.checkPupil(pupil, place));
  yield* each(data.leerkrachten?.leerkracht, `${path}/leerkrachten/leerkracht`, report, (teacher, place) =>
    people.checkTeacher(teacher, place),
  );
  people.finish();
}

interface RosterRequest {
  readonly schooljaar: string;
  readonly groepen?: { readonly groep?: readonly Keyed[]; readonly samengestelde_groep?: readonly Keyed[] };
}

/** Checks a question for pupil data, of any version, likewise. A school year that was left empty is not judged. */
export function checkRequest(root: Root, value: unknown, decoder: Locator, findings: Findings): void {
  const { schooljaar, groepen } = value as RosterRequest;
  const report = new Report(decoder, findings);
  const place = { path: `/${root.element.name}`, at: START };
  if (!isConsecutive(schooljaar)) report.add('UWLR-LG-001', place, '/schooljaar');
  checkReferences(groepen?.groep, report, place, '/groepen/groep');
  checkReferences(groepen?.samengestelde_groep, report, place, '/groepen/samengestelde_groep');
}

function knownSchool({ schooljaar, instellingsnummer, aanmaakdatum }: RosterSchool, report: Report, place: Place, now: Date): void {
  if (!isConsecutive(schooljaar)) report.add('UWLR-LG-001', place, '/schooljaar');
  if (instellingsnummer?.startsWith('0')) report.add('UWLR-LG-021', place, '/instellingsnummer');
  if (aanmaakdatum !== undefined && isFarAhead(aanmaakdatum, now)) report.add('UWLR-LG-020', place, '/aanmaakdatum');
}

/** Looks at the elements of one list. */
function* each<T>(list: readonly T[] | undefined, path: string, report: Report, check: (item: T, place: Place) => void): Generator<void> {
  if (list === undefined) return;
  const place = new ListPlace(report, path);
  for (const item of list) {
    check(item, place);
    place.index += 1;
    if (place.index % PAUSE === 0) yield;
  }
}
