import type { Directory } from './directory.js';

/** Whether a school has stopped everything, whatever was agreed on. It is asked per message, so that a pause holds from the next one on. */
export function isPaused({ schools }: Directory, school: string): boolean {
  return schools.get(school)?.pausedAt !== undefined;
}

/** Seconds after which a vendor may see whether the school goes on: a pause is made by a person, and so is its end. */
export const PAUSE_RETRY_SECONDS = 900;
