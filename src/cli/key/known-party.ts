import type { Directory, Party } from '../../store/directory.js';
import { answerIsNo } from '../command-error.js';

/** The party with this klantcode. Throws `CommandError` when there is none, or when there is none of these schools. */
export function knownParty({ schools, parties }: Directory, klantcode: string, ids: readonly string[] = []): Party {
  const unknown = ids.filter((id) => !schools.has(id));
  if (unknown.length > 0) throw answerIsNo(`there is no school ${unknown.join(', ')}: add it with uwlr school add`);
  const known = parties.get(klantcode);
  if (known === undefined) throw answerIsNo(`there is no party ${klantcode}: add it with uwlr party add`);
  return known;
}
