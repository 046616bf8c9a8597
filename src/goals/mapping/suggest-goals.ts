/** A goal that a text may be about. */
export interface GoalText {
  /** Canonical URI. */
  readonly uri: string;
  readonly title: string;
  readonly code?: string;
}

/** A goal whose title has words in common with a text. What they have in common is all that it says: a person has to decide. */
export interface Candidate {
  readonly goal: GoalText;
  /** The rarest first. */
  readonly words: readonly string[];
}

/** Words that say nothing of what a goal is about. */
const EMPTY = new Set(
  `aan als alle andere bij dan dat deze die dit door een eigen elkaar en enkele er gebruik gebruiken goed haar heel hen het hij hoe hun iets in
  is je kan kun kunnen leerling leerlingen leren maar maken met mee mij naar niet of om onder onderdeel ook op over per te toets tot uit van
  veel verschillende via voor waar waarbij wat welke wel werken wordt worden zijn zich ze zo blok les rekenen opgave opgaven oefening groep`.split(
    /\s+/,
  ),
);

const SHORTEST = 3;
/** Words of a text that count. */
const MOST_WORDS = 50;

/**
 * Lists goals by words that their titles share with a text. For a person to choose from: nothing is linked by it. A word counts for more the
 * fewer goals have it.
 */
export class GoalSuggestions {
  readonly #goals: readonly GoalText[];
  readonly #byWord = new Map<string, number[]>();
  readonly #words: readonly number[];

  constructor(goals: Iterable<GoalText>) {
    this.#goals = [...goals];
    this.#words = this.#goals.map(({ title }, at) => {
      const words = wordsOf(title);
      for (const { stem } of words) {
        const list = this.#byWord.get(stem);
        if (list === undefined) this.#byWord.set(stem, [at]);
        else list.push(at);
      }
      return words.length;
    });
  }

  /** The goals that share most with a text, at most so many, best first. */
  candidates(text: string, most: number): readonly Candidate[] {
    const shared = new Map<number, { weight: number; readonly words: string[] }>();
    const words = wordsOf(text).map(({ word, stem }) => ({ word, stem, weight: this.#weightOf(stem) }));
    for (const { word, stem, weight } of words.sort((one, other) => other.weight - one.weight)) {
      for (const at of this.#byWord.get(stem) ?? []) {
        const found = shared.get(at) ?? { weight: 0, words: [] };
        found.weight += weight;
        found.words.push(word);
        shared.set(at, found);
      }
    }
    // Of two goals that share the same, the one that says least besides comes first.
    const likeness = (at: number) => (shared.get(at)?.weight ?? 0) / Math.sqrt(this.#words[at] ?? 1);
    const best = [...shared.keys()].sort((one, other) => likeness(other) - likeness(one) || one - other).slice(0, most);
    return best.map((at) => ({ goal: this.#goals[at] as GoalText, words: shared.get(at)?.words ?? [] }));
  }

  #weightOf(stem: string): number {
    const goals = this.#byWord.get(stem)?.length ?? 0;
    return goals === 0 ? 0 : Math.log(1 + this.#goals.length / goals);
  }
}

interface Word {
  readonly word: string;
  readonly stem: string;
}

/** The words of a text that say what it is about, without accents, each once. */
function wordsOf(text: string): readonly Word[] {
  const plain = text.slice(0, 2_000).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= SHORTEST && !EMPTY.has(word));
  return [...new Map(words.map((word) => [stemOf(word), { word, stem: stemOf(word) }])).values()].slice(0, MOST_WORDS);
}

/** One form for a word and its plural: `uren` and `uur`, `klokken` and `klok`. Enough to find words by, and no more than that. */
function stemOf(word: string): string {
  const bare = word.replace(word.length > 4 ? /(?:en|s)$/ : word.length === 4 ? /en$/ : /$/, '');
  return bare.replaceAll(/([aeou])\1/g, '$1').replace(/([bdfgklmnprst])\1$/, '$1');
}
