import { query } from '../../sql/query.js';
import { count, lastly, type Script, together } from '../../sql/script.js';

/** An assertion that counts once, until it is over. */
export interface Assertion {
  /** Which one, as SHA-256 in hex. */
  readonly digest: string;
  /** ISO instants. */
  readonly until: string;
  readonly at: string;
}

const FORGET = query<never, Pick<Assertion, 'at'>>(() => 'DELETE FROM used_assertions WHERE until <= @at');
const REMEMBER = query<never, Assertion>(
  () => 'INSERT INTO used_assertions (digest, until) VALUES (@digest, @until) ON CONFLICT (digest) DO NOTHING',
);

/** True the first time. */
export function* useAssertion(assertion: Assertion): Script<boolean> {
  const [, remembered] = yield* lastly(together(count(FORGET, assertion), count(REMEMBER, assertion)));
  return remembered === 1;
}
