import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Config } from '../config.js';
import type { Agreement, Directory, ExchangeKind, InfourlRule } from '../store/directory.js';
import { answerIsNo, couldNotRun, wrongUsage } from './command-error.js';
import { explainSystem } from './explain-error.js';
import { freshKey } from './fresh-key.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore } from './open-store.js';

/** What the command line gives. */
export interface AddOptions {
  readonly school: readonly string[];
  readonly party: string;
  readonly exchange: readonly ExchangeKind[];
  readonly profile?: string;
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

/** Stores an agreement per school, and the keyed hash of one key over all of them. Errors: `CommandError`, `StoreError`. */
export async function addAgreements(config: Config, options: AddOptions): Promise<AddedAgreements> {
  const now = new Date().toISOString();
  const { from = now, until } = options;
  if (until !== undefined && until <= from) throw wrongUsage('--until must be later than --from');
  const given = await givenKey(options);
  const key = given ?? freshKey();
  const term = { from, ...(until === undefined ? {} : { until }) };
  const common = {
    party: options.party,
    exchanges: options.exchange,
    profile: profileOf(options),
    purpose: options.purpose,
    ...term,
    infourl: options.infourl,
  };
  const agreements = options.school.map((school): Agreement => ({ id: randomUUID(), school, ...common }));
  const remarks = await withExistingStore(config, async (store) => {
    const directory = await store.directory();
    checkKnown(directory, options);
    const hash = (await openKeyring(config, store)).hashCredential(key);
    const credential = { id: randomUUID(), party: options.party, hash, schools: options.school, ...term };
    await store.addAgreements(agreements, credential);
    return overlapping(directory, agreements, now);
  });
  if (given === undefined) return { agreements, autorisatiesleutel: key, remarks };
  return { agreements, remarks: [...remarks, ...remarksOn(given)] };
}

function profileOf({ profile, exchange }: AddOptions): string {
  const resultsOnly = exchange.every((kind) => kind === 'leerresultaten');
  if (profile === undefined && !resultsOnly) throw wrongUsage('leerlinggegevens needs --profile smalle-set or lvs-set');
  if (profile === 'resultaten' && !resultsOnly) throw wrongUsage('the profile resultaten has no pupil data: use smalle-set or lvs-set');
  return profile ?? 'resultaten';
}

async function givenKey({ key, keyFile }: AddOptions): Promise<string | undefined> {
  if (key === undefined && keyFile === undefined) return undefined;
  const text = key ?? (await contentOf(keyFile as string)).replace(/\r?\n$/, '');
  if (text.trim() === '' || text.length > MOST) throw wrongUsage(`an autorisatiesleutel has 1 to ${MOST} characters`);
  return text;
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
  });
}

function checkKnown({ schools, parties }: Directory, { school, party }: AddOptions): void {
  const unknown = school.filter((id) => !schools.has(id));
  if (unknown.length > 0) throw answerIsNo(`there is no school ${unknown.join(', ')}: add it with uwlr school add`);
  if (!parties.has(party)) throw answerIsNo(`there is no party ${party}: add it with uwlr party add`);
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
