import { supplied } from '../../core/supplied.js';
import type { Signal } from '../../model/signal.js';
import { SIGNALS } from '../fields/model-fields.js';
import { type InfourlRule, reduceInfourl } from './infourl.js';

/** Whether an agreement lets signals through. They are on its list by name: without a list, nobody agreed on them. */
export function letsSignalsThrough({ fields }: { readonly fields?: readonly string[] | undefined }): boolean {
  return fields?.includes(SIGNALS) === true;
}

/** A signal with only as much of its link as an agreement lets through. `leerlingid`: as for `agreedResult`. */
export function agreedSignal<S extends Signal>(signal: S, infourl: InfourlRule, leerlingid?: string): S {
  const { explanationUrl, ...rest } = signal;
  if (explanationUrl === undefined) return signal;
  const { url } = reduceInfourl(explanationUrl, infourl, leerlingid);
  return { ...rest, ...supplied({ explanationUrl: url }) } as Signal as S;
}
