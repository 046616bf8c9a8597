import type { PauseScope } from '../../store/outbox-store.js';

/** What a pause is of, in words behind "goes". */
export function wordsOf({ target, school }: PauseScope): string {
  const parts = [...(school === undefined ? [] : [`of school ${school}`]), ...(target === undefined ? [] : [`to ${target}`])];
  return parts.join(' ') || 'to anybody';
}

/** The options that say it. */
export function flagsOf({ target, school }: PauseScope): string {
  const flags = [...(target === undefined ? [] : [`--target ${target}`]), ...(school === undefined ? [] : [`--school ${school}`])];
  return flags.join(' ') || '--all';
}
