import { supplied } from '../../core/supplied.js';
import { fromEdex, fromLeerlinggegevens, fromLeerlinggegevens1 } from '../../model/roster/roster-from-uwlr.js';
import type { TranslatedRoster } from '../../model/roster/roster-notes.js';
import type { RosterReadOptions } from '../../model/roster/roster-values.js';
import { identificationOf, type SchoolIdentification, schoolId } from '../../model/school-id.js';
import type { Profile } from '../../privacy/fields/profile.js';
import { minimiseRoster } from '../../privacy/minimise/minimise-roster.js';
import { StripCounts } from '../../privacy/minimise/strip-counts.js';
import { checkRoster } from '../../uwlr/check-roster.js';
import type { Locator } from '../../uwlr/checks/report.js';
import { type RosterData, rosterData } from '../../uwlr/checks/roster-data.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Place } from '../../uwlr/findings.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { cooperate } from '../cooperate.js';
import type { ExchangeLog } from '../exchange-log.js';
import { withoutPilotIds } from '../pilot-eck-ids.js';
import { placeOf } from '../place-of.js';
import { SyncStop } from './sync-stop.js';

/** A message with pupil data that was read without errors. */
export interface ReadRoster {
  readonly root: Root;
  readonly version: UwlrVersion;
  readonly value: unknown;
  readonly locator: Locator;
}

export interface IntakeScope {
  /** Id of the school that the data have to be of. */
  readonly school: string;
  /** Absent: whatever year the message says. */
  readonly schoolYear?: string | undefined;
  /** What may be kept of it: `pupilFields`. */
  readonly profile: Profile;
  /** True: what the standard means but its XSDs do not say was looked at already. */
  readonly checked?: boolean | undefined;
  /** True: ECK iDs of the pilot environment are errors, or left out under the tolerant policy. */
  readonly refusePilotIds?: boolean | undefined;
  readonly now: Date;
}

/** Why something is left out of fields that were agreed on. */
const AGREED = ['bsn-like', 'pilot-eckid'];

type School = SchoolIdentification & { readonly schooljaar: string };

/**
 * Takes pupil data in, of one message or of several: is it what was asked for, is it sound, and what of it may be kept. Every check
 * that fails ends the sync: `SyncStop`, with why in the findings.
 */
export class RosterIntake {
  readonly #strips = new StripCounts();

  constructor(
    private readonly scope: IntakeScope,
    private readonly log: ExchangeLog,
  ) {}

  /** What may be kept of a message: what holds the school, below the head of an answer. */
  async take({ root, version, value, locator }: ReadRoster): Promise<unknown> {
    const found = rosterData(root, value);
    if (found === undefined) {
      this.log.add('UWLR-SY-012');
      throw new SyncStop('wrong-answer');
    }
    // Only for a finding: what was read the fast way has to be read again to tell where something stands.
    this.#knownSchool(found.data.school as School, () => placeOf(locator, `${found.path}/school`));
    const { findings } = this.log;
    if (this.scope.checked !== true) await cooperate(checkRoster(root, value, locator, findings, { now: this.scope.now }));
    if (findings.errors > 0) throw new SyncStop('invalid-answer');
    const minimised = minimiseRoster(root, version, value as never, this.scope.profile);
    for (const { path, rule, count } of minimised.strips) this.#strips.add(path, rule, count);
    const data = rosterData(root, minimised.value)?.data;
    return data === undefined || this.scope.refusePilotIds !== true ? data : this.#withoutPilotIds(data, found.path, locator);
  }

  #withoutPilotIds(data: RosterData, path: string, locator: Locator): RosterData {
    const real = withoutPilotIds(data, path, locator, this.log);
    if (this.log.findings.errors > 0) throw new SyncStop('invalid-answer');
    for (const strip of real.strips) this.#strips.add(strip.path, strip.rule, strip.count);
    return real.data;
  }

  /** Says what was left out, and what was read otherwise than it was written. After the last message. */
  settle({ notes }: Pick<TranslatedRoster, 'notes'>): void {
    const stripped = this.#strips.list().filter(({ rule }) => !AGREED.includes(rule));
    if (stripped.length > 0) {
      const values = stripped.reduce((sum, { count }) => sum + count, 0);
      this.log.add('UWLR-SY-017', undefined, `${stripped.length} fields, ${values} values`);
    }
    for (const { rule, path, reason, count } of notes) {
      if (rule === undefined) this.#strips.add(path.replace(/^\//, ''), reason, count);
      else this.log.add(rule, { path, line: 0, column: 0 }, `${count} times`);
    }
    this.log.strips = this.#strips.list();
  }

  #knownSchool(school: School, place: () => Place): void {
    const { schoolYear } = this.scope;
    if (!isSchool(this.scope.school, school)) {
      this.log.add('UWLR-SY-013', place());
      throw new SyncStop('wrong-school');
    }
    if (schoolYear !== undefined && school.schooljaar !== schoolYear) {
      this.log.add('UWLR-SY-014', place());
      throw new SyncStop('wrong-year');
    }
  }
}

/** The canonical roster of what `take` gave of an all-in-one message or a file. */
export function translateWhole(root: Root, data: unknown, options: RosterReadOptions): TranslatedRoster {
  if (root === edex) return fromEdex(data as never, options);
  if (root.element.schema.versions?.includes('1.0')) return fromLeerlinggegevens1(data as never, options);
  return fromLeerlinggegevens(data as never, options);
}

/**
 * Whether a message may be about a school. It may name the school in other ways than we do, or not at all (spec a.3): what cannot be
 * compared is no contradiction.
 */
function isSchool(id: string, { brincode, dependancecode, schoolkey }: SchoolIdentification): boolean {
  const asked = identificationOf(id);
  if (asked?.brincode !== undefined) {
    return brincode === undefined || schoolId({ brincode, ...supplied({ dependancecode }) }) === schoolId(asked);
  }
  return schoolkey === undefined || schoolId({ schoolkey }) === id;
}
