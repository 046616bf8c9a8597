import { nameUuid } from './name-uuid.js';

/** The id of a result: the same school, party and key keep it, over all its revisions. The key counts to the letter, without the white space around it. */
export function resultId(school: string, party: string, key: string): string {
  return nameUuid('result', school, party, key);
}

/** The id of a test: by code and version, as its source gives them. */
export function assessmentId(school: string, party: string, code: string, version = ''): string {
  return nameUuid('assessment', school, party, code, version);
}

/** The id of a signal. `key`: what stands for the vendor's own key, as that may say something of the learner. */
export function signalId(school: string, party: string, key: string): string {
  return nameUuid('signal', school, party, key);
}
