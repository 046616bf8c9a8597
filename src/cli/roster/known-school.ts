import type { Directory } from '../../store/directory.js';
import { answerIsNo } from '../command-error.js';

/** Throws `CommandError` for a school that was never added. */
export function checkSchool({ schools }: Directory, school: string): void {
  if (!schools.has(school)) throw answerIsNo(`there is no school ${school}: add it with uwlr school add`);
}
