import type { ConversionLoss } from '../../model/conversion.js';
import type { Group, Learner, Teacher } from '../../model/roster/roster.js';
import type { SayableFields } from '../../model/roster/roster-fields.js';
import type { RosterProblem } from '../../model/roster/roster-fitter.js';
import { EVERYBODY, type Members, membersOf } from '../../model/roster/roster-members.js';
import type { AskedGroups, Part, Question } from '../../model/roster/roster-questions.js';
import { RosterWriter } from '../../model/roster/roster-to-uwlr.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { RosterRow, RosterSnapshot } from '../../store/roster-store.js';
import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { openGroups, openLearners, openTeachers, originOf } from '../roster/read-roster.js';
import { askableGroups } from './askable-groups.js';

/** What a roster is said in: an answer of UWLR, or a document without one around it. */
export interface RosterShape extends Pick<Question, 'answer' | 'parts'> {
  /** Absent: the data stand in the root itself. */
  readonly container?: string;
}

export interface RosterAnswerOptions {
  readonly question: RosterShape;
  readonly version: UwlrVersion;
  /** How the version is written, where that is not as UWLR does. */
  readonly xsdversie?: string;
  /** What the agreement lets us say. */
  readonly fields: SayableFields;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly snapshot: RosterSnapshot;
  readonly groups?: AskedGroups | undefined;
  readonly now: Date;
}

/** What the version cannot say and is left out, and what keeps the answer from being given. Without values. */
export interface Outlook {
  readonly losses: readonly ConversionLoss[];
  readonly problems: readonly RosterProblem[];
}

/** Where the groups and the staff stand. */
const GROUPS = { base: 'leerlinggegevens/groepen/groep', combined: 'leerlinggegevens/groepen/samengestelde_groep' } as const;
const TEACHERS = 'leerlinggegevens/leerkrachten/leerkracht';

/** Objects between two pauses. */
const PAUSE = 64;

/**
 * An answer with pupil data, or a file of them. It is gone through twice: `prepare` finds out whether everything can be said, and what not; `parts`
 * says it. What lies in memory meanwhile is sealed; people are in the open one by one.
 */
export class RosterAnswer {
  readonly #allowed: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, Group>;
  /** Those that may be told of. */
  readonly #told: readonly Group[];
  readonly #members: Members;
  readonly #learners: RosterRow[] = [];
  readonly #teachers: RosterRow[] = [];
  readonly #writer: RosterWriter;
  #known: Outlook | undefined;

  constructor(private readonly options: RosterAnswerOptions) {
    const { snapshot, schoolKey, fields, version } = options;
    this.#allowed = fields.in(version);
    this.#groups = new Map([...openGroups(snapshot.rows, schoolKey)].map((group) => [group.id, group]));
    this.#told = [...this.#groups.values()].filter(({ kind }) => this.#allowed.has(GROUPS[kind]));
    this.#members = this.#membersAsked();
    this.#writer = this.#newWriter();
  }

  /** What can be said, complete after `prepare`. */
  get outlook(): Outlook {
    return this.#known ?? { losses: this.#writer.losses.list(), problems: this.#writer.problems };
  }

  get unknownGroups(): number {
    return this.#members.unknown;
  }

  get counts(): { readonly learners: number; readonly teachers: number; readonly groups: number } {
    return { learners: this.#learners.length, teachers: this.#teachers.length, groups: this.#has('groups') ? this.#told.length : 0 };
  }

  /** Ids of the learners in it, complete after `prepare`. */
  get learnerIds(): readonly string[] {
    return this.#learners.map(({ id }) => id);
  }

  /** There is nothing to give: an answer without pupils is said as geengegevens, since no list may be empty (spec, section a.5). */
  get isEmpty(): boolean {
    const { learners, teachers, groups } = this.counts;
    return this.#has('learners') ? learners === 0 : this.#has('teachers') ? teachers === 0 : groups === 0;
  }

  /** `known`: the outlook of the same answer before. Then nobody has to be looked at. */
  *prepare(known?: Outlook): Generator<void> {
    const { schoolKey, snapshot } = this.options;
    if (known !== undefined && this.#members === EVERYBODY) {
      this.#known = known;
      if (this.#has('learners')) this.#learners.push(...snapshot.rows.filter(({ kind }) => kind === 'learner'));
      if (this.#has('teachers')) this.#teachers.push(...snapshot.rows.filter(({ kind }) => kind === 'teacher'));
      return;
    }
    if (this.#has('groups')) this.#writer.groups(this.#told);
    this.#school(this.#writer);
    let count = 0;
    for (const row of snapshot.rows) {
      if (row.kind === 'learner' && this.#has('learners')) {
        for (const learner of openLearners([row], schoolKey)) {
          if (!this.#members.hasLearner(learner)) continue;
          this.#writer.learner(learner);
          this.#learners.push(row);
        }
      } else if (row.kind === 'teacher' && this.#has('teachers')) {
        for (const teacher of openTeachers([row], schoolKey)) {
          if (!this.#members.hasTeacher(teacher)) continue;
          this.#writer.teacher(teacher);
          this.#teachers.push(row);
        }
      }
      count += 1;
      if (count % PAUSE === 0) yield;
    }
  }

  /** The message, in pieces of about 16 KB. */
  parts(): Generator<string> {
    const { question, version, fields } = this.options;
    const writer = this.#newWriter();
    const groups = this.#has('groups') ? writer.groups(this.#told) : undefined;
    const content = {
      school: this.#school(writer),
      ...groups,
      ...(this.#has('learners') ? { leerlingen: { leerling: this.#saidLearners(writer) } } : {}),
      ...(this.#teachers.length > 0 ? { leerkrachten: { leerkracht: this.#saidTeachers(writer) } } : {}),
    };
    const message = question.container === undefined ? content : { [question.container]: content };
    return encodeParts(question.answer, version, message as never, { profile: profileIn(version, fields) });
  }

  *#saidLearners(writer: RosterWriter): Generator<object> {
    for (const learner of openLearners(this.#learners, this.options.schoolKey) as Iterable<Learner>) yield writer.learner(learner);
  }

  *#saidTeachers(writer: RosterWriter): Generator<object> {
    for (const teacher of openTeachers(this.#teachers, this.options.schoolKey) as Iterable<Teacher>) yield writer.teacher(teacher);
  }

  #school(writer: RosterWriter): object {
    const { snapshot, school, now, version, xsdversie = version } = this.options;
    return writer.school(originOf(snapshot.head), school, `${now.toISOString().slice(0, 19)}Z`, xsdversie);
  }

  #has(part: Part): boolean {
    return this.options.question.parts.includes(part) && (part !== 'teachers' || this.#allowed.has(TEACHERS));
  }

  #membersAsked(): Members {
    const { question, groups } = this.options;
    if (groups === undefined) return EVERYBODY;
    const asked = askableGroups(groups, question.parts.includes('teachers') ? 'teachers' : 'learners', this.#allowed);
    const members = membersOf(asked.groups, [...this.#groups.values()]);
    return { ...members, unknown: members.unknown + asked.refused };
  }

  #newWriter(): RosterWriter {
    const { version, fields } = this.options;
    return new RosterWriter({ version, fields, groups: this.#groups });
  }
}

/** The grammar of 1.0 knows no profiles: what goes into it is chosen by the writer. */
function profileIn(version: UwlrVersion, fields: SayableFields) {
  return version === '1.0' ? undefined : fields.profileIn(version);
}
