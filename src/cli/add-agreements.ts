import { randomUUID } from 'node:crypto';
import type { Config } from '../config.js';
import { CUSTOM, RESULTS_ONLY } from '../privacy/agreed-profile.js';
import { pupilFieldChoice, resultFieldChoice } from '../privacy/field-choice.js';
import { type FieldList, makeFieldList } from '../privacy/field-list.js';
import { FieldListError } from '../privacy/field-list-error.js';
import type { Agreement, Directory, ExchangeKind, InfourlRule, Party } from '../store/directory.js';
import { answerIsNo, wrongUsage } from './command-error.js';
import { freshKey } from './fresh-key.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore } from './open-store.js';
import { textOfFile } from './text-of-file.js';

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

/** The header has room for 64 characters; keys that are longer are in use all the same (spec, section j). */
const KEY_ROOM = 64;
const MOST = 256;
const GUESSABLE = 16;
const PRESENTED = 'Note: the key is kept sealed, to be presented to the las with each question.';

/**
 * Stores an agreement per school, and the keyed hash of one key over all of them; for a LAS, to which it is we who present the key,
 * the key itself too, sealed. Errors: `CommandError`, `StoreError`.
 */
export async function addAgreements(config: Config, options: AddOptions): Promise<AddedAgreements> {
  const now = new Date().toISOString();
  const { from = now, until } = options;
  if (until !== undefined && until <= from) throw wrongUsage('--until must be later than --from');
  const profile = profileOf(options);
  const list = listOf(options, profile);
  const given = await givenKey(options);
  const key = given ?? freshKey();
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
  const remarks = await withExistingStore(config, async (store) => {
    const directory = await store.directory();
    const { role } = knownParty(directory, options);
    if (role === 'las' && given === undefined) {
      throw wrongUsage(`${options.party} is a las, which issues the autorisatiesleutel itself: give it with --key-file or --key`);
    }
    const keyring = await openKeyring(config, store);
    const sealed = role === 'las' ? { sealed: keyring.sealSecret(key) } : {};
    const credential = {
      id: randomUUID(),
      party: options.party,
      hash: keyring.hashCredential(key),
      ...sealed,
      schools: options.school,
      ...term,
    };
    await store.addAgreements(agreements, credential);
    return [...remarksOnFields(list), ...overlapping(directory, agreements, now), ...(role === 'las' ? [PRESENTED] : [])];
  });
  if (given === undefined) return { agreements, autorisatiesleutel: key, remarks };
  return { agreements, remarks: [...remarks, ...remarksOn(given)] };
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

async function givenKey({ key, keyFile }: AddOptions): Promise<string | undefined> {
  if (key === undefined && keyFile === undefined) return undefined;
  const text = key ?? (await textOfFile(keyFile as string)).replace(/\r?\n$/, '');
  if (text.trim() === '' || text.length > MOST) throw wrongUsage(`an autorisatiesleutel has 1 to ${MOST} characters`);
  return text;
}

function knownParty({ schools, parties }: Directory, { school, party }: AddOptions): Party {
  const unknown = school.filter((id) => !schools.has(id));
  if (unknown.length > 0) throw answerIsNo(`there is no school ${unknown.join(', ')}: add it with uwlr school add`);
  const known = parties.get(party);
  if (known === undefined) throw answerIsNo(`there is no party ${party}: add it with uwlr party add`);
  return known;
}

/** The first agreement that fits is the one that holds, so a second one beside it may not do what it seems to. */
function overlapping({ agreements }: Directory, added: readonly Agreement[], now: string): string[] {
  return added.flatMap(({ school, party, exchanges }) =>
    agreements
      .filter((other) => other.school === school && other.party === party && other.exchanges.some((kind) => exchanges.includes(kind)))
      .filter(({ until, endedAt }) => endedAt === undefined && (until === undefined || now < until))
      .map(({ id }) => `Note: agreement ${id} of ${party} and school ${school} goes on beside the new one; end it if it should not.`),
  );
}

function remarksOn(key: string): string[] {
  return [
    ...(key.length > KEY_ROOM ? [`Note: UWLR has room for ${KEY_ROOM} characters; the other side may not be able to send this key.`] : []),
    ...(key.length < GUESSABLE ? [`Note: a key of fewer than ${GUESSABLE} characters can be guessed.`] : []),
  ];
}
