import { openGroups, openLearners, openTeachers } from '../../exchange/roster/read-roster.js';
import type { ConversionLoss } from '../../model/conversion.js';
import type { Group } from '../../model/roster.js';
import type { RosterProblem } from '../../model/roster-fitter.js';
import { RosterSpeaker } from '../../model/roster-to-uwlr.js';
import type { SchoolKey } from '../../privacy/seal.js';
import type { RosterSnapshot } from '../../store/roster-store.js';
import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile, Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../uwlr/messages/v1/leerlinggegevens.js';

export type RosterFormat = 'uwlr' | 'edexml';

export interface RosterDocumentOptions {
  readonly school: string;
  readonly snapshot: RosterSnapshot;
  readonly schoolKey: SchoolKey;
  readonly profile: PupilProfile;
  readonly version: UwlrVersion;
  readonly format: RosterFormat;
  readonly now: Date;
}

/** EDEXML counts its versions otherwise than UWLR, which took them over. */
const EDEXML_VERSIONS: Readonly<Partial<Record<UwlrVersion, string>>> = { '2.1': '2.0', '2.2': '2.1' };
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
/** Objects between two pauses. */
const PAUSE = 64;

/**
 * A roster as a document. `prepare` finds out whether everything can be said, and what not; `pieces` says it. Meanwhile people are
 * in the open one by one.
 */
export class RosterDocument {
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #speaker: RosterSpeaker;
  readonly counts: { readonly learners: number; readonly groups: number; readonly teachers: number };

  constructor(private readonly options: RosterDocumentOptions) {
    const { snapshot, schoolKey } = options;
    this.#groups = new Map([...openGroups(snapshot.rows, schoolKey)].map((group) => [group.id, group]));
    this.#speaker = this.#newSpeaker();
    const count = (wanted: string) => snapshot.rows.filter(({ kind }) => kind === wanted).length;
    this.counts = { learners: count('learner'), groups: this.#groups.size, teachers: count('teacher') };
  }

  /** Complete after `prepare`. */
  get losses(): ConversionLoss[] {
    return this.#speaker.losses.list();
  }

  /** What keeps the document from being written. Complete after `prepare`. */
  get problems(): RosterProblem[] {
    return this.#speaker.problems;
  }

  /** Complete after `prepare`. A document without pupils is not valid. */
  get ok(): boolean {
    return this.problems.length === 0 && this.counts.learners > 0;
  }

  *prepare(): Generator<void> {
    const { learners, teachers } = this.#said(this.#speaker);
    let count = 0;
    for (const people of [learners, teachers]) {
      for (const _ of people) {
        count += 1;
        if (count % PAUSE === 0) yield;
      }
    }
  }

  *pieces(): Generator<string> {
    const { version, profile } = this.options;
    const { head, learners, teachers } = this.#said(this.#newSpeaker());
    const content = {
      ...head,
      leerlingen: { leerling: learners },
      ...(this.counts.teachers === 0 ? {} : { leerkrachten: { leerkracht: teachers } }),
    };
    yield DECLARATION;
    // The grammar of 1.0 knows no profiles: what goes into it is chosen by the speaker.
    yield* encodeParts(this.#root, version, content as never, version === '1.0' ? {} : { profile });
    yield '\n';
  }

  get #root(): Root {
    const { version, format } = this.options;
    if (format === 'edexml') return edex;
    return version === '1.0' ? leerlinggegevens1 : leerlinggegevens;
  }

  #said(speaker: RosterSpeaker) {
    const { snapshot, schoolKey, school, version, format, now } = this.options;
    const { schoolYear, referenceDate } = snapshot.head;
    const xsdversie = format === 'edexml' ? (EDEXML_VERSIONS[version] as string) : version;
    const origin = { schoolYear, ...(referenceDate === undefined ? {} : { referenceDate }) };
    const head = {
      school: speaker.school(origin, school, `${now.toISOString().slice(0, 19)}Z`, xsdversie),
      ...speaker.groups(this.#groups.values()),
    };
    return {
      head,
      learners: mapped(openLearners(snapshot.rows, schoolKey), (learner) => speaker.learner(learner)),
      teachers: mapped(openTeachers(snapshot.rows, schoolKey), (teacher) => speaker.teacher(teacher)),
    };
  }

  #newSpeaker(): RosterSpeaker {
    const { version, profile } = this.options;
    return new RosterSpeaker({ version, profile, groups: this.#groups });
  }
}

function* mapped<T>(items: Iterable<T>, say: (item: T) => object): Generator<object> {
  for (const item of items) yield say(item);
}
