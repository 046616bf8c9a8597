import { supplied } from '../../../core/supplied.js';
import type { Learner, Roster } from '../../../model/roster/roster.js';
import { type Asked, type AskedGroups, QUESTIONS, type Question } from '../../../model/roster/roster-questions.js';
import { lasAnswer } from '../../../synthetic/school/las-answer.js';
import { type SyntheticAdministration, syntheticSchool } from '../../../synthetic/school/synthetic-school.js';
import type { UwlrVersion } from '../../../uwlr/finding.js';
import { namespaceOf } from '../../messages/write.js';
import { attributeOf, child, childrenOf, type XmlNode } from '../../reader/xml-node.js';
import type { EaConfig } from '../ea-config.js';
import type { Received } from '../received.js';

/** Pupils who are not there at first, and join later. */
const LATER = 12;

/** What the school had at some moment. */
export interface SchoolState {
  readonly number: number;
  readonly roster: Roster;
  /** From which moment on. */
  readonly since: Date;
  /** Pupils who were not in the state before it. */
  readonly joined: readonly Learner[];
  readonly left: readonly Learner[];
}

export interface SchoolData {
  readonly payload: string;
  /** aanmaakdatum */
  readonly madeAt: string;
  readonly state: number;
}

/** The invented school of a run: pupils join and leave as steps say so. The same people each time for the same seed. */
export class ScriptedSchool {
  readonly #states: SchoolState[];
  readonly #administration: SyntheticAdministration;
  readonly #later: Learner[];
  #last = 0;
  #before: Roster | undefined;

  constructor(private readonly config: EaConfig) {
    const { school, schoolYear, learners, seed } = config;
    const groups = Math.max(2, Math.ceil(learners / 25));
    this.#administration = syntheticSchool({
      brin: school,
      schoolYear,
      learners: learners + LATER,
      groups,
      combinedGroups: 2,
      teachers: 4,
      seed,
    });
    const { roster } = this.#administration;
    this.#later = roster.learners.slice(learners);
    const first = { ...roster, learners: roster.learners.slice(0, learners) };
    this.#states = [{ number: 0, roster: first, since: this.#next(), joined: first.learners, left: [] }];
  }

  get states(): readonly SchoolState[] {
    return this.#states;
  }

  get now(): SchoolState {
    return this.#states.at(-1) as SchoolState;
  }

  /** From here on the school has this. */
  change(edit: (roster: Roster) => Roster): SchoolState {
    const before = this.now.roster;
    const roster = edit(before);
    const keys = (of: Roster) => new Set(of.learners.map(({ id }) => id));
    const [had, has] = [keys(before), keys(roster)];
    const state = {
      number: this.#states.length,
      roster,
      since: this.#next(),
      joined: roster.learners.filter(({ id }) => !had.has(id)),
      left: before.learners.filter(({ id }) => !has.has(id)),
    };
    this.#states.push(state);
    return state;
  }

  /** A pupil who was never there before. */
  newcomer(): Learner {
    const [next] = this.#later.splice(0, 1);
    if (next === undefined) throw new RangeError('nobody left to join');
    return next;
  }

  /** For one answer: a school of one group, one pupil and one member of staff. `restored` gives back what was there. */
  reduceToOne(): void {
    const [group] = this.now.roster.groups;
    const joins = this.newcomer();
    this.#before = this.now.roster;
    this.change((roster) => ({
      ...roster,
      groups: roster.groups.slice(0, 1),
      learners: [{ ...joins, combinedGroups: [], ...(group === undefined ? {} : { group: group.id }) }],
      teachers: roster.teachers
        .slice(0, 1)
        .map((teacher) => ({ ...teacher, groups: teacher.groups.filter((one) => one.group === group?.id) })),
    }));
  }

  /** What was there before the school was reduced, and a newcomer. */
  restored(): void {
    const whole = this.#before ?? this.now.roster;
    this.#before = undefined;
    const joins = this.newcomer();
    this.change(() => ({ ...whole, learners: [...whole.learners, joins] }));
  }

  /** Many more pupils, in the groups that there are. */
  grow(learners: number): void {
    const { school: brin, schoolYear, seed } = this.config;
    const { groups } = this.now.roster;
    const many = syntheticSchool({
      brin,
      schoolYear,
      learners,
      groups: groups.filter(({ kind }) => kind === 'base').length,
      combinedGroups: 2,
      seed,
    });
    this.#before = this.now.roster;
    const known = new Set(this.now.roster.learners.map(({ id }) => id));
    this.change((roster) => ({ ...roster, learners: [...roster.learners, ...many.roster.learners.filter(({ id }) => !known.has(id))] }));
  }

  /** The answer to a question in the version that it was asked in, without envelope; undefined when there is nothing to give. */
  data({ payload, version }: Received): SchoolData | undefined {
    const question = payload === undefined ? undefined : questionOf(payload, version);
    if (payload === undefined || version === undefined || question === undefined) return undefined;
    const { number: state, roster } = this.now;
    const madeAt = this.#next().toISOString();
    const school = { ...this.#administration, roster };
    const parts = lasAnswer({ question, asked: askedIn(payload), version, set: this.config.profile, school, madeAt });
    return parts === undefined ? undefined : { payload: [...parts].join(''), madeAt, state };
  }

  /** Moments that follow each other in whole seconds, for clients that keep no smaller parts. */
  #next(): Date {
    this.#last = Math.max(Date.now(), this.#last + 1000);
    return new Date(this.#last);
  }
}

/** `geenwijzigingen` or `geengegevens` as the answer to a question. */
export function withoutData({ payload, version = '2.2' }: Received, what: 'geenwijzigingen' | 'geengegevens'): string {
  const root = (payload?.local ?? 'leerlinggegevens_verzoek').replace('verzoek', 'antwoord');
  return `<${root} xmlns="${namespaceOf('leerlinggegevens', version)}"><${what}/></${root}>`;
}

export function confirmation({ payload, version = '2.2' }: Received): string {
  const root = (payload?.local ?? 'leerresultaten_verzoek').replace('verzoek', 'bevestiging');
  return `<${root} xmlns="${namespaceOf('leerresultaten', version)}"/>`;
}

function questionOf({ local }: XmlNode, version: UwlrVersion | undefined): Question | undefined {
  return version === undefined ? undefined : QUESTIONS.find(({ request }) => request.element.name === local);
}

function askedIn(payload: XmlNode): Asked {
  const groups = child(payload, 'groepen');
  const text = (name: string) => child(payload, name)?.text.trim();
  return { schooljaar: text('schooljaar') ?? '', ...(groups === undefined ? {} : { groepen: askedGroups(groups) }) };
}

function askedGroups(groups: XmlNode): AskedGroups {
  const keys = (name: string) =>
    childrenOf(groups, name).map((node) => {
      const key = attributeOf(node, 'key');
      return supplied({ key });
    });
  return { groep: keys('groep'), samengestelde_groep: keys('samengestelde_groep') };
}
