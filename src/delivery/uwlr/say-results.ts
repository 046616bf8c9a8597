import type { Agreement } from '../../directory/directory.js';
import { type Conversion, type ConversionLoss, convertMessage } from '../../model/conversion.js';
import type { Assessment, Result } from '../../model/result.js';
import { RESULTAAT } from '../../model/results/result-paths.js';
import { toVersion1 } from '../../model/results/results-to-version-1.js';
import { toUwlr } from '../../model/results/to-uwlr.js';
import { resultFieldsOf } from '../../privacy/fields/agreed-result-fields.js';
import type { Profile } from '../../privacy/fields/profile.js';
import { reduceInfourl } from '../../privacy/minimise/infourl.js';
import { type PrunePlan, planPruning, prune } from '../../privacy/minimise/prune.js';
import { StripCounts } from '../../privacy/minimise/strip-counts.js';
import type { DeliveryLoss } from '../../store/outbox-store.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Resultaat } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';

const LEERLINGID = 'leerresultaten_verzoek/toetsafnames/toetsafname/leerlingid';
const INFOURL = `${RESULTAAT}/infourl`;
const ANDERRESULTAAT = `${RESULTAAT}/anderresultaat`;
/** What names the pupil to the receiver is not a matter of fields: nothing can be sent without it. */
const APART = [LEERLINGID, INFOURL];

export interface SayingOptions {
  readonly version: UwlrVersion;
  /** Id of the school. */
  readonly school: string;
  readonly schoolYear: string;
  /** `aanmaakdatum`, an `xs:dateTime`. */
  readonly createdAt: string;
  /** They let results through. */
  readonly terms: Pick<Agreement, 'fields' | 'infourl'>;
  /** By pseudonym, how the receiver knows the pupil. */
  readonly leerlingid: (learner: string) => string | undefined;
  readonly key: (result: Result) => string;
}

export interface ResultMessage {
  readonly root: Root;
  readonly value: unknown;
  /** Keys of the results that are in it. */
  readonly keys: ReadonlySet<string>;
}

/** Results as a message of BrengLeerresultaten says them in a version and under an agreement, and what that cannot say. */
export function sayResults(
  results: readonly Result[],
  assessments: readonly Assessment[],
  { terms, version, ...options }: SayingOptions,
): { readonly message?: ResultMessage; readonly losses: readonly DeliveryLoss[] } {
  const second = version === '1.0' ? '2.2' : version;
  const whole = toUwlr(results, assessments, { ...options, version: second });
  if (whole.message === undefined) return { losses: lossesOf(whole.losses) };
  const agreed = agreedResults(whole.message, terms);
  // What was taken out may have been what an element cannot be without.
  const fitted: Conversion<LeerresultatenVerzoek> =
    agreed.message === whole.message
      ? { message: agreed.message, losses: [] }
      : convertMessage(leerresultatenVerzoek, agreed.message, second);
  const losses = [...lossesOf(whole.losses), ...agreed.losses, ...lossesOf(fitted.losses)];
  if (fitted.message === undefined) return { losses };
  const { toetsafname } = fitted.message.toetsafnames;
  if (version !== '1.0') return { message: { root: leerresultatenVerzoek, value: fitted.message, keys: keysIn(toetsafname) }, losses };
  const first = toVersion1(fitted.message);
  const all = [...losses, ...lossesOf(first.losses)];
  if (first.message === undefined) return { losses: all };
  const keys = keysIn(first.message.toetsafnames.toetsafname);
  return { message: { root: leerresultatenVerzoek1, value: first.message, keys }, losses: all };
}

function keysIn(toetsafnames: readonly { readonly resultaten: { readonly resultaat: readonly { readonly key: string }[] } }[]) {
  return new Set(toetsafnames.flatMap(({ resultaten }) => resultaten.resultaat.map(({ key }) => key)));
}

/** Each once. */
function lossesOf(losses: readonly ConversionLoss[]): DeliveryLoss[] {
  const found = new Map<string, DeliveryLoss>();
  for (const { path, reason } of losses) {
    const loss = { path: path.replace(/\[\d+\]/g, ''), reason };
    found.set(`${loss.path} ${reason}`, loss);
  }
  return [...found.values()];
}

/** A message without what the receiver's agreement does not let through, and what that was. The very same one when that is nothing. */
function agreedResults(
  message: LeerresultatenVerzoek,
  terms: Pick<Agreement, 'fields' | 'infourl'>,
): { readonly message: LeerresultatenVerzoek; readonly losses: readonly DeliveryLoss[] } {
  const counts = new StripCounts();
  const pruned = prune(message, planFor(resultFieldsOf(terms)), counts);
  const losses = () => counts.list().map(({ path, rule }) => ({ path: `/${path}`, reason: rule }));
  const pupils = pruned.toetsafnames.toetsafname;
  if (!pupils.some(({ resultaten }) => resultaten.resultaat.some(({ infourl }) => infourl !== undefined)))
    return { message: pruned, losses: losses() };
  const toetsafname = pupils.map(({ resultaten, ...pupil }) => ({
    ...pupil,
    resultaten: { resultaat: resultaten.resultaat.map((resultaat) => withInfourl(resultaat, terms, counts)) },
  }));
  return { message: { ...pruned, toetsafnames: { toetsafname } }, losses: losses() };
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
