import { CLASS_TERMS, DATA_CLASSES, type DataClass, type Terms } from '../privacy/data-class.js';
import { wholeNumber } from './setting.js';
import type { Settings } from './settings.js';

/** How many days each class of data is kept at most; see `CLASS_TERMS` for from when that counts. */
export interface RetentionSettings {
  readonly retainResultsDays: number;
  readonly retainExercisesDays: number;
  readonly retainLeaverResultsDays: number;
  readonly retainLeaversDays: number;
  readonly retainExchangesDays: number;
  readonly retainDeliveriesDays: number;
  readonly retainSignalsDays: number;
  readonly retainAnnotationsDays: number;
  readonly retainDisclosuresDays: number;
  readonly retainErasuresDays: number;
  readonly retainAuditDays: number;
}

type Name = keyof RetentionSettings;

const SETTING_OF = {
  results: 'retainResultsDays',
  'results-exercises': 'retainExercisesDays',
  'results-leavers': 'retainLeaverResultsDays',
  'roster-leavers': 'retainLeaversDays',
  exchanges: 'retainExchangesDays',
  deliveries: 'retainDeliveriesDays',
  signals: 'retainSignalsDays',
  annotations: 'retainAnnotationsDays',
  disclosures: 'retainDisclosuresDays',
  erasures: 'retainErasuresDays',
  audit: 'retainAuditDays',
} as const satisfies Record<DataClass, Name>;

/** Names in the environment. */
export const RETENTION_NAMES = {
  retainResultsDays: 'UWLR_RETAIN_RESULTS_DAYS',
  retainExercisesDays: 'UWLR_RETAIN_EXERCISES_DAYS',
  retainLeaverResultsDays: 'UWLR_RETAIN_LEAVER_RESULTS_DAYS',
  retainLeaversDays: 'UWLR_RETAIN_LEAVERS_DAYS',
  retainExchangesDays: 'UWLR_RETAIN_EXCHANGES_DAYS',
  retainDeliveriesDays: 'UWLR_RETAIN_DELIVERIES_DAYS',
  retainSignalsDays: 'UWLR_RETAIN_SIGNALS_DAYS',
  retainAnnotationsDays: 'UWLR_RETAIN_ANNOTATIONS_DAYS',
  retainDisclosuresDays: 'UWLR_RETAIN_DISCLOSURES_DAYS',
  retainErasuresDays: 'UWLR_RETAIN_ERASURES_DAYS',
  retainAuditDays: 'UWLR_RETAIN_AUDIT_DAYS',
} as const satisfies Record<Name, string>;

/** The setting of each class, in days. Throws `ConfigError`. */
export function retentionSettings(settings: Pick<Settings<Name>, 'get'>): RetentionSettings {
  const entries = DATA_CLASSES.map((name) => {
    const { days, least, most } = CLASS_TERMS[name];
    return [SETTING_OF[name], settings.get(SETTING_OF[name], wholeNumber(least, most)) ?? days];
  });
  return Object.fromEntries(entries) as RetentionSettings;
}

/** The same by class. */
export function retentionTerms(settings: RetentionSettings): Terms {
  return Object.fromEntries(DATA_CLASSES.map((name) => [name, settings[SETTING_OF[name]]])) as Terms;
}
