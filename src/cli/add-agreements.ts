import { randomUUID } from 'node:crypto';
import { knownParty } from '../admin/known-party.js';
import type { Config } from '../config.js';
import { agreementsBetween } from '../exchange/authorise.js';
import { keysOf } from '../exchange/keys-of.js';
import { CUSTOM, RESULTS_ONLY } from '../privacy/agreed-profile.js';
import { pupilFieldChoice, resultFieldChoice } from '../privacy/field-choice.js';
import { type FieldList, makeFieldList } from '../privacy/field-list.js';
import { FieldListError } from '../privacy/field-list-error.js';
import type { Agreement, Directory, ExchangeKind, InfourlRule, Party } from '../store/directory.js';
import { wrongUsage } from './command-error.js';
import { freshKey } from './fresh-key.js';
import { givenKey, remarksOnKey } from './key/given-key.js';
import { makeCredential } from './key/make-credential.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore } from './open-store.js';

/** What the command line gives. */
export interface AddOptions {
  readonly school: readonly string[];
  readonly party: string;
  readonly exchange: readonly ExchangeKind[];
  readonly profile?: string;
  /** Names of fields, see `makeFieldList`. */
  readonly fields?: readonly string[];
  readonly purpose: string;
  readonly from?: string;
  readonly until?: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly infourl: InfourlRule;
  readonly json?: true;
}

export interface AddedAgreements {
  readonly agreements: readonly Agreement[];
  /** Only when it was made here. */
  readonly autorisatiesleutel?: string;
  /** What the operator should know beside it. */
  readonly remarks: readonly string[];
}

const PRESENTED = 'Note: the key is kept sealed, to be presented to the las with each question.';

/**
 * Stores an agreement per school, and one key: the one that was given, over all of them, or else a new one, over those for which the party
 * has none. Errors: `CommandError`, `StoreError`.
 */
export async function addAgreements(config: Config, options: AddOptions): Promise<AddedAgreements> {
  const now = new Date().toISOString();
  const { from = now, until } = options;
  if (until !== undefined && until <= from) throw wrongUsage('--until must be later than --from');
  const profile = profileOf(options);
  const list = listOf(options, profile);
  const given = await givenKey(options);
  const term = { from, ...(until === undefined ? {} : { until }) };
  const common = {
    party: options.party,
    exchanges: options.exchange,
    profile,
    ...(list === undefined ? {} : { fields: list.fields }),
    purpose: options.purpose,
    ...term,
    infourl: options.infourl,
  };
  const agreements = options.school.map((school): Agreement => ({ id: randomUUID(), school, ...common }));
  return withExistingStore(config, async (store) => {
    const directory = await store.directory();
    const party = knownParty(directory, options.party, options.school);
    const without = given === undefined ? withoutKey(directory, party, options, from) : options.school;
    if (party.role === 'las' && given === undefined && without.length > 0) {
      throw wrongUsage(`${options.party} is a las, which issues the autorisatiesleutel itself: give it with --key-file or --key`);
    }
    const key = given ?? freshKey();
    const keyring = await openKeyring(config, store);
    const credential = without.length === 0 ? undefined : makeCredential(key, party, { schools: without, ...term }, keyring);
    await store.addAgreements(agreements, credential);
    return {
      agreements,
      ...(given === undefined && credential !== undefined ? { autorisatiesleutel: key } : {}),
      remarks: [
        ...remarksOnFields(list),
        ...overlapping(directory, agreements, now),
        ...remarksOnOldKeys(directory, options, without, from),
        ...(credential?.sealed === undefined ? [] : [PRESENTED]),
        ...remarksOnKey(given, options),
      ],
    };
  });
}

function profileOf({ profile, exchange, fields }: AddOptions): string {
  const resultsOnly = exchange.every((kind) => kind === 'leerresultaten');
  if (profile === undefined && !resultsOnly) throw wrongUsage('leerlinggegevens needs --profile smalle-set, lvs-set or custom');
  if (profile === RESULTS_ONLY && !resultsOnly) {
    throw wrongUsage('the profile resultaten has no pupil data: use smalle-set, lvs-set or custom');
  }
  if (profile === CUSTOM && resultsOnly) throw wrongUsage('the profile custom is for pupil data: for results, give --fields alone');
  if (profile === CUSTOM && fields === undefined) throw wrongUsage('the profile custom needs --fields');
  return profile ?? RESULTS_ONLY;
}

function listOf({ fields, exchange }: AddOptions, profile: string): FieldList | undefined {
  if (fields === undefined) return undefined;
  const choices = exchange.map((kind) => (kind === 'leerlinggegevens' ? pupilFieldChoice(profile) : resultFieldChoice()));
  try {
    return makeFieldList(fields, choices);
  } catch (error) {
    throw error instanceof FieldListError ? wrongUsage(`--fields: ${error.message}`) : error;
  }
}

function remarksOnFields(list: FieldList | undefined): string[] {
  if (list === undefined || list.added.length === 0) return [];
  return [`Note: UWLR cannot do without these, so they are on the list too: ${list.added.join(', ')}; the school goes along always.`];
}

/** The schools over which the party has no key yet that holds when the agreement begins. A client proves itself otherwise, and needs none. */
function withoutKey(directory: Directory, { role }: Party, { party, school }: AddOptions, from: string): readonly string[] {
  return role === 'client' ? [] : school.filter((id) => keysOf(directory, party, from, id).length === 0);
}

/** Which keys hold for the schools that got none now: who has one already can go on with it. */
function remarksOnOldKeys(directory: Directory, { party, school, until }: AddOptions, without: readonly string[], from: string): string[] {
  const covered = school.filter((id) => !without.includes(id));
  const keys = new Set(covered.flatMap((id) => keysOf(directory, party, from, id)));
  return [...keys].map(({ id, schools, until: end }) => {
    const over = schools.filter((one) => covered.includes(one)).join(', ');
    const tooSoon = end !== undefined && (until === undefined || end < until) ? `, until ${end}` : '';
    return `Note: the autorisatiesleutel that ${party} has covers ${over}${tooSoon} (key ${id}); uwlr key rotate gives another.`;
  });
}

/** The first agreement that fits is the one that holds, so a second one beside it may not do what it seems to. */
function overlapping(directory: Directory, added: readonly Agreement[], now: string): string[] {
  return added.flatMap(({ school, party, exchanges }) =>
    agreementsBetween(directory, { school, party })
      .filter((other) => other.exchanges.some((kind) => exchanges.includes(kind)))
      .filter(({ until, endedAt }) => endedAt === undefined && (until === undefined || now < until))
      .map(({ id }) => `Note: agreement ${id} of ${party} and school ${school} goes on beside the new one; end it if it should not.`),
  );
}
