import { clashOf } from '../../directory/agreement-clash.js';
import { inForce } from '../../directory/authorise.js';
import type { Agreement } from '../../directory/directory.js';
import type { Diagnosis, Store } from '../../store/store.js';

const MOST = 5;

/**
 * Whether a school has one agreement at a time with a party for an exchange. Wrong: it has several, which only stores of earlier versions
 * do: the one that began last counts, and the school may mean another one.
 */
export async function examineAgreements(store: Pick<Store, 'directory'>, now: Date): Promise<Diagnosis> {
  const { agreements } = await store.directory();
  const at = now.toISOString();
  const lasting = agreements.all().filter((one) => one.endedAt === undefined && (one.until === undefined || at < one.until));
  const pairs = [...bySides(lasting).values()].flatMap(overlapping);
  const check = 'agreements';
  if (pairs.length === 0) {
    const count = lasting.filter((one) => inForce(one, at)).length;
    return { check, ok: true, detail: `${count} in force, no overlap` };
  }
  const more = pairs.length > MOST ? `, and ${pairs.length - MOST} more` : '';
  const said = pairs.slice(0, MOST).map(([one, other]) => `${one.id} and ${other.id} of ${one.party} and school ${one.school}`);
  const todo = 'the one that began last counts: end the other with uwlr agreement end';
  return { check, ok: false, detail: `both in force for the same exchange: ${said.join('; ')}${more}: ${todo}` };
}

function bySides(agreements: readonly Agreement[]): ReadonlyMap<string, readonly Agreement[]> {
  const sides = new Map<string, Agreement[]>();
  for (const one of agreements) {
    const key = `${one.school}\n${one.party}`;
    const known = sides.get(key);
    if (known === undefined) sides.set(key, [one]);
    else known.push(one);
  }
  return sides;
}

function overlapping(agreements: readonly Agreement[]): readonly (readonly [Agreement, Agreement])[] {
  return agreements.flatMap((one, at) =>
    agreements.slice(at + 1).flatMap((other) => (clashOf(one, other).length > 0 ? [[one, other] as const] : [])),
  );
}
