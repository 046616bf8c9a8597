import type { ExchangeKind } from '../../directory/directory.js';
import { CUSTOM, RESULTS_ONLY } from '../../privacy/fields/agreed-profile.js';
import { pupilFieldChoice, resultFieldChoice } from '../../privacy/fields/field-choice.js';
import { type FieldList, makeFieldList } from '../../privacy/fields/field-list.js';
import { FieldListError } from '../../privacy/fields/field-list-error.js';
import { unfit } from '../refusal.js';

/** What somebody says about the fields of an agreement. */
export interface GivenFields {
  readonly exchanges: readonly ExchangeKind[];
  readonly profile?: string;
  /** Names of fields, see `makeFieldList`. */
  readonly fields?: readonly string[];
}

export interface AgreedFields {
  readonly profile: string;
  /** Absent: all that the profile has. */
  readonly fields?: readonly string[];
  /** What the operator should know about them. */
  readonly remarks: readonly string[];
}

/** The profile and the fields of an agreement over UWLR. Throws `Refusal` when they do not go with its exchanges, or with each other. */
export function agreedFields(given: GivenFields): AgreedFields {
  const profile = profileOf(given);
  const list = listOf(given, profile);
  return { profile, ...(list === undefined ? {} : { fields: list.fields }), remarks: remarksOn(list) };
}

function profileOf({ profile, exchanges, fields }: GivenFields): string {
  const resultsOnly = exchanges.every((kind) => kind === 'leerresultaten');
  if (profile === undefined && !resultsOnly) throw unfit('leerlinggegevens needs --profile smalle-set, lvs-set or custom');
  if (profile === RESULTS_ONLY && !resultsOnly) {
    throw unfit('the profile resultaten has no pupil data: use smalle-set, lvs-set or custom');
  }
  if (profile === CUSTOM && resultsOnly) throw unfit('the profile custom is for pupil data: for results, give --fields alone');
  if (profile === CUSTOM && fields === undefined) throw unfit('the profile custom needs --fields');
  return profile ?? RESULTS_ONLY;
}

function listOf({ fields, exchanges }: GivenFields, profile: string): FieldList | undefined {
  if (fields === undefined) return undefined;
  const choices = exchanges.map((kind) => (kind === 'leerlinggegevens' ? pupilFieldChoice(profile) : resultFieldChoice()));
  try {
    return makeFieldList(fields, choices);
  } catch (error) {
    throw error instanceof FieldListError ? unfit(`--fields: ${error.message}`) : error;
  }
}

function remarksOn(list: FieldList | undefined): string[] {
  if (list === undefined || list.added.length === 0) return [];
  return [
    `Note: UWLR requires these fields, so they are on the list too: ${list.added.join(', ')}; the fields of the school are always included.`,
  ];
}
