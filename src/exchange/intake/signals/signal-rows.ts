import { supplied } from '../../../core/supplied.js';
import { resultId, signalId } from '../../../model/ids.js';
import type { PostedBasis, RaisedSignal } from '../../../model/posted/posted-signals.js';
import type { Signal } from '../../../model/signal.js';
import type { SchoolKey } from '../../../privacy/keys/seal.js';
import { type InfourlRule, reduceInfourl } from '../../../privacy/minimise/infourl.js';
import type { StripCounts } from '../../../privacy/minimise/strip-counts.js';
import { TextCleaner } from '../../../privacy/minimise/text-cleaner.js';
import { LearnerIds } from '../../../privacy/pupils/learner-ids.js';
import { resultIdentity } from '../../../privacy/pupils/pupils.js';
import type { SignalRow } from '../../../store/goals/signal-store.js';
import { needleOf } from '../../../uwlr/hidden-id.js';

export interface SignalRowOptions {
  readonly school: string;
  /** Klantcode of the vendor. */
  readonly party: string;
  readonly schoolKey: SchoolKey;
  /** What may be kept of links. */
  readonly infourl: InfourlRule;
  /** Ids of every learner that the message names: they must not stand in texts. */
  readonly ids: readonly (string | undefined)[];
  readonly counts: StripCounts;
}

/** Makes rows of signals: minimised, with ids in the place of the vendor's keys. */
export class SignalRows {
  readonly #cleaner: TextCleaner;

  constructor(private readonly options: SignalRowOptions) {
    const { ids, schoolKey, counts } = options;
    this.#cleaner = new TextCleaner(counts, { ids: new LearnerIds(ids), schoolKey });
  }

  /** The key itself stays here: it may hold the id of a learner. */
  idOf(key: string): string {
    const { school, party, schoolKey } = this.options;
    return signalId(school, party, schoolKey.alias('leerlingid', `signal\0${key.trim()}`));
  }

  /** Ids of the results that the vendor calls so, in the order of the basis. */
  basisOf({ basis, learner }: RaisedSignal): readonly string[] {
    const { school, party, schoolKey } = this.options;
    const needle = learner.leerlingid === undefined ? undefined : needleOf(learner.leerlingid);
    return (basis?.results ?? []).map((key) => resultId(school, party, resultIdentity(key, needle, schoolKey)));
  }

  row(signal: RaisedSignal, learner: string): SignalRow {
    const { schoolKey, party } = this.options;
    const { supplierGoal, kind, supersedes } = signal;
    const basis = this.basisOf(signal);
    const raisedAt = new Date(signal.raisedAt).toISOString();
    const validUntil = signal.validUntil === undefined ? undefined : new Date(signal.validUntil).toISOString();
    const goal = { ...supplierGoal, id: this.#cleaner.clean(supplierGoal.id, 'code', 'signals/supplierGoal/id') ?? '' };
    const said: Omit<Signal, 'id' | 'learner' | 'status'> = {
      party,
      supplierGoal: { id: goal.id, ...this.#text('title', supplierGoal.title, 'signals/supplierGoal/title') },
      kind,
      raisedAt,
      ...supplied({ validUntil }),
      ...basisTold(signal.basis, basis),
      ...this.#targetLevel(signal),
      ...this.#text('limits', signal.limits, 'signals/limits'),
      ...this.#explanation(signal),
    };
    const document = JSON.stringify(said);
    const replaced = supersedes === undefined ? undefined : this.idOf(supersedes);
    return {
      id: this.idOf(signal.key),
      learner,
      supplierGoal: goal.id,
      kind,
      raisedAt,
      ...supplied({ validUntil }),
      basis: [...new Set(basis)],
      ...supplied({ supersedes: replaced }),
      digest: schoolKey.contentDigest(JSON.stringify([learner, replaced, document])),
      document,
    };
  }

  #targetLevel({ targetLevel }: RaisedSignal): Pick<Signal, 'targetLevel'> {
    if (targetLevel === undefined) return {};
    const { considered, label } = targetLevel;
    return { targetLevel: { considered, ...this.#text('label', label, 'signals/targetLevel/label') } };
  }

  #explanation({ explanationUrl, learner }: RaisedSignal): Pick<Signal, 'explanationUrl'> {
    if (explanationUrl === undefined) return {};
    const { url, stripped } = reduceInfourl(explanationUrl, this.options.infourl, learner.leerlingid);
    if (stripped !== undefined) this.options.counts.add('signals/explanationUrl', stripped);
    const clean = url === undefined ? undefined : this.#cleaner.clean(url, 'address', 'signals/explanationUrl');
    return supplied({ explanationUrl: clean });
  }

  #text<Name extends string>(name: Name, text: string | undefined, path: string): { readonly [N in Name]?: string } {
    const clean = text === undefined ? undefined : this.#cleaner.clean(text, 'text', path);
    return (clean === undefined || clean === '' ? {} : { [name]: clean }) as { readonly [N in Name]?: string };
  }
}

function basisTold(basis: PostedBasis | undefined, results: readonly string[]): Pick<Signal, 'basis'> {
  return basis === undefined ? {} : { basis: { ...basis, results: [...new Set(results)] } };
}
