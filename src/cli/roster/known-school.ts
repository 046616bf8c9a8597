import { knownSchool } from '../../admin/schools/known-school.js';
import type { Directory } from '../../directory/directory.js';
import { isPaused } from '../../directory/paused.js';
import { negativeAnswer } from '../terminal/command-error.js';

/** Throws `Refusal` for a school that was never added. */
export function checkSchool(directory: Directory, school: string): void {
  knownSchool(directory, school);
}

/** Throws `CommandError` for a school that has stopped all exchange. */
export function checkNotPaused(directory: Directory, school: string): void {
  if (isPaused(directory, school)) throw negativeAnswer(`school ${school} is paused: nothing moves until uwlr school resume`);
}
