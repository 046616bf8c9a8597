import { agreementsOf } from '../../directory/authorise.js';
import type { Store } from '../../store/store.js';
import { negativeAnswer } from '../terminal/command-error.js';

/** The schools that are meant. Throws `CommandError` for one that is not known, and when there are none. */
export async function schoolsToSync(
  store: Store,
  { school, party }: { readonly school?: readonly string[]; readonly party?: string },
): Promise<readonly string[]> {
  const directory = await store.directory();
  const { schools, parties } = directory;
  if (party !== undefined && parties.get(party)?.role !== 'las') throw negativeAnswer(`there is no administration ${party}`);
  if (school !== undefined) {
    const unknown = school.filter((id) => !schools.has(id));
    if (unknown.length > 0) throw negativeAnswer(`there is no school ${unknown.join(', ')}: add it with uwlr school add`);
    return school;
  }
  const now = new Date().toISOString();
  const agreed = agreementsOf(directory, { party }, 'leerlinggegevens', now).filter((one) => parties.get(one.party)?.role === 'las');
  if (agreed.length === 0) throw negativeAnswer('no school has an agreement with an administration: add one with uwlr agreement add');
  return [...new Set(agreed.map((agreement) => agreement.school))].sort();
}
