import { isPaused } from '../../exchange/paused.js';
import type { Directory } from '../../store/directory.js';
import { answerIsNo } from '../command-error.js';

/** Throws `CommandError` for a school that was never added. */
export function checkSchool({ schools }: Directory, school: string): void {
  if (!schools.has(school)) throw answerIsNo(`there is no school ${school}: add it with uwlr school add`);
}

/** Throws `CommandError` for a school that has stopped all exchange. */
export function checkNotPaused(directory: Directory, school: string): void {
  if (isPaused(directory, school)) throw answerIsNo(`school ${school} is paused: nothing moves until uwlr school resume`);
}
