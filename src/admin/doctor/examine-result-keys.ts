import type { ReusedKeys, Store } from '../../store/store.js';
import type { Check } from './check.js';

const DAYS = 30;

/**
 * Whether vendors used the key of a result again for another pupil or test, which replaced the result that was here. A warning: the gateway
 * works as it should, and only the vendor can mend this.
 */
export async function examineResultKeys(store: Pick<Store, 'reusedKeys'>, now: Date): Promise<Check> {
  const reused = await store.reusedKeys(new Date(now.getTime() - DAYS * 86_400_000).toISOString());
  const check = 'result keys';
  if (reused.length === 0) return { check, ok: true, detail: `none reused for another pupil or test in the last ${DAYS} days` };
  return { check, ok: true, warning: true, detail: `reused in the last ${DAYS} days: ${reused.map(inWords).join('; ')}` };
}

function inWords({ party, otherPupil, otherTest, messages, last }: ReusedKeys): string {
  const many = `${otherPupil} of another pupil and ${otherTest} of another test, in ${messages} ${messages === 1 ? 'message' : 'messages'}`;
  return `${party} replaced results, ${many}, the last at ${last}: uwlr exchange list --party ${party}`;
}
