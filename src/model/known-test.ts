import type { Toets } from '../uwlr/messages/leerresultaten.js';
import { NormTable } from './norm-table.js';
import { originOfWord } from './origin-words.js';
import type { Activity, HierarchyEntry, OriginType, Term } from './result.js';
import { type BoundField, type LossList, termOf } from './terms.js';
import { hierarchyOf } from './translate-assessments.js';

/** What kind of work a `toetscategorie` stands for, by its text. What is neither listed nor a word of `originOfWord` is `unknown`. */
export type OriginTypes = ReadonlyMap<string, OriginType>;

/** What results of one test, or of one part of it, have in common. */
export interface Subject {
  readonly activity: Activity;
  readonly norms: NormTable | undefined;
}

type Toetsonderdeel = NonNullable<Toets['toetsonderdelen']>['toetsonderdeel'][number];

/** A test of a message, as its results need it. Each of its parts is worked out when the first result asks for it, and kept. */
export class KnownTest {
  readonly #definitions = new Map<string, Toetsonderdeel>();
  readonly #subjects = new Map<string, Subject>();
  readonly #hierarchy: readonly HierarchyEntry[];

  /** `toets`: undefined when the message does not define the test. */
  constructor(
    private readonly code: string,
    private readonly toets: Toets | undefined,
    private readonly originTypes: OriginTypes,
    readonly assessment: string,
  ) {
    for (const part of toets?.toetsonderdelen?.toetsonderdeel ?? []) {
      const { value } = part.toetsonderdeelcode;
      if (!this.#definitions.has(value)) this.#definitions.set(value, part);
    }
    this.#hierarchy = toets === undefined ? [] : hierarchyOf(toets, ELSEWHERE);
  }

  /** `version`: what a result says itself; else that of the test holds. */
  subject(part: string | undefined, version: string | undefined): Subject {
    const key = version === undefined ? (part ?? '') : `${part ?? ''}\0${version}`;
    const known = this.#subjects.get(key);
    if (known !== undefined) return known;
    const subject = version === undefined ? this.#describe(part) : inVersion(this.subject(part, undefined), version);
    this.#subjects.set(key, subject);
    return subject;
  }

  #describe(partCode: string | undefined): Subject {
    const { toets } = this;
    const part = partCode === undefined ? undefined : this.#definitions.get(partCode);
    const norms = partCode === undefined ? toets?.toetsnormering : part?.toetsonderdeelnormering;
    const category = part?.toetsonderdeelnormering?.toetscategorie ?? toets?.toetsnormering?.toetscategorie;
    const level = part?.toetsonderdeelnormering?.toetsniveau ?? toets?.toetsnormering?.toetsniveau;
    const vocabulary = toets?.toetscode.vocabulaire;
    const activity: Activity = {
      code: this.code,
      ...(vocabulary === undefined || vocabulary === '' ? {} : { codeVocabulary: vocabulary }),
      ...(toets?.versie === undefined ? {} : { version: toets.versie.value }),
      ...(toets?.toetsnaam === undefined ? {} : { name: toets.toetsnaam }),
      ...(partCode === undefined ? {} : { part: describePart(partCode, part) }),
      originType: this.originTypes.get(category?.value.trim() ?? '') ?? originOfWord(category?.value) ?? 'unknown',
      ...(category === undefined ? {} : { category: termIn(category) }),
      ...(level === undefined ? {} : { level: termIn(level) }),
      ...(toets?.vakgebied === undefined ? {} : { subject: termIn(toets.vakgebied) }),
      ...(toets?.leerjaar === undefined ? {} : { year: termIn(toets.leerjaar) }),
      hierarchy: this.#hierarchy,
    };
    return { activity, norms: norms === undefined ? undefined : new NormTable(norms) };
  }
}

function describePart(code: string, part: Toetsonderdeel | undefined): NonNullable<Activity['part']> {
  if (part === undefined) return { code };
  const { toetsonderdeelcode, toetsonderdeelnaam: name, toetsonderdeelvolgnummer: number } = part;
  const { vocabulary: codeVocabulary } = termIn(toetsonderdeelcode);
  return { code, ...(codeVocabulary === undefined ? {} : { codeVocabulary }), ...(name === undefined ? {} : { name }), number };
}

/** Losses of a definition stand in its assessment, once, and not in every result of it. */
const ELSEWHERE: LossList = { push: () => 0 };

function termIn(field: BoundField): Term {
  return termOf(field, '', ELSEWHERE);
}

function inVersion({ activity, norms }: Subject, version: string): Subject {
  return { activity: { ...activity, version }, norms };
}
