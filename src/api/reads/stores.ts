import type { ReceiverOptions } from '../../exchange/sight/receiver-names.js';
import type { Sight } from '../../exchange/sight/sight.js';
import { type Looker, sightOfTeacher } from '../../exchange/sight/sight-of.js';
import type { AnnotationStore } from '../../store/goals/annotation-store.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';
import type { SignalStore } from '../../store/goals/signal-store.js';
import type { OutboxStore } from '../../store/outbox-store.js';
import type { RightsStore } from '../../store/rights-store.js';
import type { Store } from '../../store/store.js';
import { type OutgoingReads, outgoingReads } from './outgoing-reads.js';
import { sightedReads } from './sighted-reads.js';

/** What a handler can do, for endpoints that change something. */
export type Actions = Pick<Store, 'directory' | 'endAgreement' | 'replaceAgreement' | 'pauseSchool'> &
  Pick<OutboxStore, 'changeDeliveries' | 'pauseDeliveries' | 'resumeTarget'> &
  Pick<RightsStore, 'erasureMark'> & {
    readonly goals: {
      readonly signals: Pick<SignalStore, 'muteSignals'>;
      readonly annotations: AnnotationStore;
      readonly sets: Pick<GoalSetStore, 'goalIndex' | 'setSchoolSets'>;
    };
  };

/** What is put on record about an answer before it leaves. */
export type ReadRecords = Pick<Store, 'appendAudit'> & Pick<RightsStore, 'disclose' | 'erasureMark'>;

/** What the token endpoint needs to know and to put on record. */
export type TokenStore = Pick<Store, 'directory' | 'useAssertion' | 'appendAudit'>;

/** The store as REST has it. Handlers get `reads` or `actions`; the rest is for what goes around each of them. */
export interface RestStores {
  readonly directory: Store['directory'];
  readonly records: ReadRecords;
  /** The names that clients were given. */
  readonly vault: ReceiverOptions['store'];
  /** For an answer about one school; empty: about all of them. With `sight`: only what it lets see. */
  reads(school: string, sight?: () => Promise<Sight>): OutgoingReads;
  /** What a teacher may be shown. */
  sightOf(looker: Looker): Promise<Sight>;
  /** In the name of an actor, as the audit says it. */
  actions(actor: string): Actions;
}

export function restStores(store: Store): RestStores {
  const { rights } = store;
  return {
    directory: () => store.directory(),
    records: {
      appendAudit: (entries) => store.appendAudit(entries),
      disclose: (disclosures) => rights.disclose(disclosures),
      erasureMark: (school) => rights.erasureMark(school),
    },
    vault: store,
    reads: (school, sight) => {
      const reads = outgoingReads(store, school);
      return sight === undefined ? reads : sightedReads(reads, sight);
    },
    sightOf: (looker) => sightOfTeacher(store, looker),
    actions: (actor) => {
      const own = store.as(actor);
      return {
        directory: () => own.directory(),
        endAgreement: (id, at) => own.endAgreement(id, at),
        replaceAgreement: (id, fresh, at) => own.replaceAgreement(id, fresh, at),
        pauseSchool: (id, at) => own.pauseSchool(id, at),
        changeDeliveries: (action, filter, how) => own.outbox.changeDeliveries(action, filter, how),
        pauseDeliveries: (scope, at) => own.outbox.pauseDeliveries(scope, at),
        erasureMark: (school) => own.rights.erasureMark(school),
        resumeTarget: (target, at) => own.outbox.resumeTarget(target, at),
        goals: {
          signals: { muteSignals: (school, party, kind, at) => own.goals.signals.muteSignals(school, party, kind, at) },
          annotations: own.goals.annotations,
          sets: own.goals.sets,
        },
      };
    },
  };
}
