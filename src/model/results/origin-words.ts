import type { OriginType } from '../result.js';

/**
 * What kind of work a `toetscategorie` stands for when its text is the plain Dutch word for it. There is no official vocabulary of
 * categories; what is no such word says nothing, and nothing is guessed.
 */
const WORDS: ReadonlyMap<string, OriginType> = new Map(
  ['oefening', 'oefeningen', 'oefenen', 'oefenopgave', 'oefenopgaven'].map((word) => [word, 'exercise']),
);

export function originOfWord(category: string | undefined): OriginType | undefined {
  return category === undefined ? undefined : WORDS.get(category.trim().toLowerCase());
}
