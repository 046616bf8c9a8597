import type { Agreement } from '../../directory/directory.js';
import { RESULTAAT } from '../../model/results/result-paths.js';
import { resultFieldsOf } from '../../privacy/fields/agreed-result-fields.js';
import type { Profile } from '../../privacy/fields/profile.js';
import { reduceInfourl } from '../../privacy/minimise/infourl.js';
import { type PrunePlan, planPruning, prune } from '../../privacy/minimise/prune.js';
import { StripCounts } from '../../privacy/minimise/strip-counts.js';
import type { DeliveryLoss } from '../../store/outbox-store.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Resultaat } from '../../uwlr/messages/leerresultaten.js';

const LEERLINGID = 'leerresultaten_verzoek/toetsafnames/toetsafname/leerlingid';
const INFOURL = `${RESULTAAT}/infourl`;
const ANDERRESULTAAT = `${RESULTAAT}/anderresultaat`;
/** What names the pupil to the receiver is not a matter of fields: nothing can be sent without it. */
const APART = [LEERLINGID, INFOURL];

/** A message without what the receiver's agreement does not let through, and what that was. */
export function agreedResults(
  message: LeerresultatenVerzoek,
  terms: Pick<Agreement, 'fields' | 'infourl'>,
): { readonly message: LeerresultatenVerzoek; readonly losses: readonly DeliveryLoss[] } {
  const counts = new StripCounts();
  const pruned = prune(message, planFor(resultFieldsOf(terms)), counts);
  const toetsafname = pruned.toetsafnames.toetsafname.map(({ resultaten, ...pupil }) => ({
    ...pupil,
    resultaten: { resultaat: resultaten.resultaat.map((resultaat) => withInfourl(resultaat, terms, counts)) },
  }));
  return {
    message: { ...pruned, toetsafnames: { toetsafname } },
    losses: counts.list().map(({ path, rule }) => ({ path: `/${path}`, reason: rule })),
  };
}

function withInfourl(resultaat: Resultaat, { infourl: rule }: Pick<Agreement, 'infourl'>, counts: StripCounts): Resultaat {
  const { infourl, ...rest } = resultaat;
  if (infourl === undefined) return resultaat;
  const { url, stripped } = reduceInfourl(infourl, rule, undefined);
  if (stripped !== undefined) counts.add(INFOURL, stripped);
  return url === undefined ? rest : { ...rest, infourl: url };
}

const plans = new WeakMap<Profile, { readonly plan: PrunePlan | undefined }>();

/** Fields of a registered extension were held to its classes when the result came in: they go together, or not at all. */
function planFor(profile: Profile): PrunePlan | undefined {
  const known = plans.get(profile);
  if (known !== undefined) return known.plan;
  const { root } = compile(leerresultatenVerzoek, '2.3');
  const apart = profile.allowed.has(ANDERRESULTAAT) ? [...APART, ANDERRESULTAAT] : APART;
  const plan = planPruning(root as Node, { profile, apart });
  plans.set(profile, { plan });
  return plan;
}
