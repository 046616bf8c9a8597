import { isPaused } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import { conflict } from '../refusal.js';

/** Throws `Refusal` for a school that has stopped all exchange. */
export function checkNotPaused(directory: Directory, school: string): void {
  if (isPaused(directory, school)) throw conflict(`school ${school} is paused: nothing moves until uwlr school resume`);
}
