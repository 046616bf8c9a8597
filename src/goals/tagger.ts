import { createHash } from 'node:crypto';
import { supplied } from '../core/supplied.js';
import type { Coverage, GoalLink, LinkWay, SupplierGoal } from '../model/goal-link.js';
import type { Result } from '../model/result.js';
import { isConcept, termsOf } from './message-concepts.js';
import { activityText, type TaggedActivity, taggedActivity, textFor } from './tagged-activity.js';
import { linkKey, type TaggedLink } from './tagged-link.js';

/** Finds the goal of a loaded set that a text stands for. */
export interface GoalResolver {
  /** `set`: URI of the set version that a bare code is of. `school`: whose own sets count as well. */
  resolve(written: string, hints: { readonly set?: string; readonly school?: string }): ResolvedGoal | undefined;
}

export interface ResolvedGoal {
  /** Canonical URI. */
  readonly goal: string;
  /** Id and version of its set. */
  readonly set: string;
  readonly setVersion: string;
  readonly via: 'uri' | 'replaced' | 'code';
}

/** What the mapping registry says of an activity. */
export interface MappedGoal {
  readonly supplierGoal?: SupplierGoal;
  /** The public goal as whoever asserts it wrote it. Absent: only the supplier's own goal is known. */
  readonly goal?: string;
  /** URI of the set version that a bare code is of. */
  readonly goalSet?: string;
  readonly coverage: Coverage;
  readonly via: Extract<LinkWay, 'registry' | 'registry-any-version' | 'school'>;
  readonly assertedBy: string;
  readonly mappingVersion: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

export interface GoalMappings {
  /** `isGoal`: whether what was written is a goal of a loaded set. Rows with others leave the word to the rows after them. */
  linksFor(
    school: string,
    party: string,
    activity: TaggedActivity,
    isGoal: (goal: string, goalSet?: string) => boolean,
  ): readonly MappedGoal[];
}

/** The `goal_versions` that links are made with. */
export interface TaggedWith {
  readonly sets: number;
  readonly mappings: number;
}

/** An activity as it is stored, with its links. */
export interface ActivityRow {
  /** SHA-256 of the document, base64url. */
  readonly digest: string;
  readonly document: string;
  readonly links: readonly TaggedLink[];
  readonly taggedWith: TaggedWith;
}

/** Letters of rows that are remembered: of some twenty thousand. A vendor has some thousands of tests and parts. */
const MOST_LETTERS = 16_000_000;
/** A row, and each of its links, takes as much memory as so many letters, besides its document. */
const LETTERS_OF_ONE = 200;

/** Links of one activity at most: a test that is about more goals is a mistake, and must not slow down what is coming in. */
export const MOST_LINKS = 500;

/** The order in which the goals of an activity are looked for. */
const STEPS: readonly (readonly LinkWay[])[] = [['message', 'code', 'dossier'], ['registry'], ['registry-any-version'], ['school']];

/**
 * Says which learning goals an activity is about: by the concepts that the message itself names, else by the registry for that very
 * version of the test, else for any version, else by the school's own table. The first step that gives a goal of a loaded set ends the
 * search; goals that no loaded set has are kept as they were written, and do not end it. Nothing is tagged by likeness of texts.
 */
export class Tagger {
  private readonly rows = new Map<string, ActivityRow>();
  private letters = 0;

  constructor(
    private readonly goals: GoalResolver,
    private readonly mappings: GoalMappings,
    readonly taggedWith: TaggedWith,
  ) {}

  tag(school: string, party: string, activity: TaggedActivity): readonly TaggedLink[] {
    const handedOver = this.handedOver(school, activity);
    // What the message named is in what was handed over.
    const named = this.named(school, activity).filter(({ original }) => !handedOver.some((link) => link.original === original));
    const found = [...handedOver, ...named, ...this.mapped(school, party, activity)];
    const links = new Map<string, TaggedLink>();
    for (const ways of STEPS) {
      const step = found.filter(({ via }) => ways.includes(via));
      for (const link of step) links.set(linkKey(link), link);
      if (step.some(isAlwaysAGoal)) break;
    }
    return [...links.values()].slice(0, MOST_LINKS);
  }

  /** The row of a result. */
  rowFor(school: string, party: string, result: Pick<Result, 'source' | 'activity'>): ActivityRow {
    return this.known(school, party, textFor(result)) ?? this.rowOf(school, party, taggedActivity(result));
  }

  /** The same activity again costs a look-up, for as long as sets and mappings are what they are. */
  rowOf(school: string, party: string, activity: TaggedActivity): ActivityRow {
    const document = activityText(activity);
    const known = this.known(school, party, document);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(document).digest('base64url');
    // Links say terms of the activity again: those that were cut from a message would keep all of it in memory.
    const links = this.tag(school, party, JSON.parse(document) as TaggedActivity);
    const row = { digest, document, links, taggedWith: this.taggedWith };
    this.weigh(document.length + (1 + links.length) * LETTERS_OF_ONE);
    this.rows.set(keyOf(school, party, document), row);
    return row;
  }

  /** Forgets all rows when one more would be too many. */
  private weigh(letters: number): void {
    if (this.letters + letters > MOST_LETTERS) {
      this.rows.clear();
      this.letters = 0;
    }
    this.letters += letters;
  }

  private known(school: string, party: string, document: string): ActivityRow | undefined {
    return this.rows.get(keyOf(school, party, document));
  }

  /** As the other school had them: who asserted a link and how it fits stay, the goal is looked up in the sets that are here. */
  private handedOver(school: string, { handedOver = [] }: TaggedActivity): TaggedLink[] {
    return handedOver.map(({ goal: uri, set: _set, setVersion: _version, ...link }) => {
      const found = this.goals.resolve(uri ?? link.original, { school });
      return { ...link, ...supplied({ goal: uri }), ...goalOf(found) };
    });
  }

  /** What the source names as a goal is one, also when no loaded set has it; of its other terms only a concept is. */
  private named(school: string, activity: TaggedActivity): TaggedLink[] {
    const goals = new Set(activity.goals ?? []);
    return [...goals, ...termsOf(activity)].flatMap((term): TaggedLink[] => {
      const { value, vocabulary } = term;
      const goal = this.goals.resolve(value, { school, ...supplied({ set: vocabulary }) });
      if (goal === undefined && !goals.has(term) && !isConcept(term)) return [];
      const via = goal?.via === 'code' ? 'code' : 'message';
      return [{ ...goalOf(goal), coverage: 'unknown', via, assertedBy: 'supplier', original: value }];
    });
  }

  private mapped(school: string, party: string, activity: TaggedActivity): TaggedLink[] {
    const resolved = (goal: string, goalSet: string | undefined) => this.goals.resolve(goal, { school, ...supplied({ set: goalSet }) });
    const rows = this.mappings.linksFor(school, party, activity, (goal, goalSet) => resolved(goal, goalSet) !== undefined);
    return rows.flatMap((row): TaggedLink[] => {
      const { goal: original, goalSet, supplierGoal, coverage, via, assertedBy, mappingVersion, validFrom, validUntil } = row;
      const written = original ?? supplierGoal?.id;
      if (written === undefined) return [];
      const goal = original === undefined ? undefined : resolved(original, goalSet);
      return [
        {
          ...goalOf(goal),
          ...supplied({ supplierGoal }),
          ...{ coverage, via, assertedBy, mappingVersion: String(mappingVersion), original: written },
          ...supplied({ validFrom, validUntil }),
        },
      ];
    });
  }
}

function keyOf(school: string, party: string, document: string): string {
  return `${school}\0${party}\0${document}`;
}

function goalOf(found: ResolvedGoal | undefined): Pick<GoalLink, 'goal' | 'set' | 'setVersion'> {
  return found === undefined ? {} : { goal: found.goal, set: found.set, setVersion: found.setVersion };
}

/** A link that holds for some days only says nothing of the others: there the next step is asked. */
function isAlwaysAGoal({ goal, validFrom, validUntil }: TaggedLink): boolean {
  return goal !== undefined && validFrom === undefined && validUntil === undefined;
}
