import type { Agreement } from '../../directory/directory.js';
import type { ConversionLoss } from '../../model/conversion.js';
import { convertMessage } from '../../model/convert-message.js';
import type { Assessment, Result } from '../../model/result.js';
import { toVersion1 } from '../../model/results/results-to-version-1.js';
import { toUwlr } from '../../model/results/to-uwlr.js';
import type { DeliveryLoss } from '../../store/outbox-store.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import { agreedResults } from './agreed-results.js';

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
  const fitted = convertMessage(leerresultatenVerzoek, agreed.message, second);
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
