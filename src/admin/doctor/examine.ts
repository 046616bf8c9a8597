import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { loadExtensions } from '../../config/load-extensions.js';
import { readTls } from '../../config/tls.js';
import { auditHeadFile } from '../../secret/audit-head-file.js';
import { existingKeyring } from '../../secret/existing-keyring.js';
import { keyringOf } from '../../secret/keyring-of.js';
import { openSchoolKey, otherSecret } from '../../secret/open-keyring.js';
import { SECRET_FILE } from '../../secret/secret-file.js';
import type { Diagnosis, Store } from '../../store/store.js';
import { breakText } from '../audit/break-text.js';
import { checkAudit } from '../audit/check-audit.js';
import { conflict } from '../refusal.js';
import { compareMarks } from '../rights/marks-ahead.js';
import type { Check } from './check.js';
import { examineAgreements } from './examine-agreements.js';
import { examineDeliveries } from './examine-deliveries.js';
import { examineGoals } from './examine-goals.js';
import { examineParties } from './examine-parties.js';
import { examineResultKeys } from './examine-result-keys.js';
import { examineRetention } from './examine-retention.js';
import { examineMode, examinePublicUrl } from './examine-use.js';

/** The least Node that the gateway runs on, as in package.json. */
const LEAST = [20, 19] as const;

/** What is examined, and how. */
export interface Examination {
  readonly config: Config;
  /** Whether there is a store; opening it would make one. */
  readonly hasStore: boolean;
  /** Opens the store, and closes it when the work is done. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** One line about an error that somebody can act upon. */
  explain(error: unknown): string;
}

/**
 * Looks over everything that a gateway stands on, from its settings on. Makes nothing; what cannot be looked at counts as wrong. A store of
 * an older version is brought up to date, as by any command that opens it.
 */
export async function examine({ config, hasStore, withStore, explain }: Examination): Promise<Check[]> {
  const wrong = (check: string) => (error: unknown) => ({ check, ok: false, detail: explain(error) });
  const attempt = (check: string, look: () => Promise<string>): Promise<Check> =>
    look().then((detail) => ({ check, ok: true, detail }), wrong(check));
  const checks = [
    await attempt('settings', () => settings(config)),
    await attempt('data directory', () => dataDirectory(config, hasStore)),
  ];
  // The store and the secret are made when they are opened: only where there is a directory already.
  if (!checks.every(({ ok }) => ok)) return checks;
  return withStore(async (store) => {
    const diagnoses = await store.diagnose();
    const found = diagnoses.map((diagnosis) => ({ ...diagnosis, check: `store: ${diagnosis.check}` }));
    const known = await attempt('secret', () => secret(config, store));
    const sealed = await attempt('audit', () => audit(config, store, known.ok));
    const marked = await attempt('erasure marks', () => marks(config, store, known.ok));
    const retention = await examineRetention(store).catch(wrong('retention'));
    const deliveries = await examineDeliveries(store, new Date()).catch(wrong('deliveries'));
    const parties = await examineParties(store).catch(wrong('parties'));
    const agreements = await examineAgreements(store, new Date()).catch(wrong('agreements'));
    const mode = await examineMode(config, store).catch(wrong('mode'));
    const keys = await examineResultKeys(store, new Date()).catch(wrong('result keys'));
    const goals = await examineGoals(store.goals, new Date()).catch(wrong('learning goals'));
    const ofSettings = [...checks, mode, examinePublicUrl(config)];
    return [...ofSettings, ...found, known, sealed, marked, retention, deliveries, parties, agreements, keys, goals];
  }).catch((error: unknown) => [...checks, wrong('store')(error)]);
}

/** Whether Node is one that the gateway runs on. */
export function examineNode(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
  const detail = ok ? process.versions.node : `${process.versions.node} is too old: ${LEAST.join('.')} or later is needed`;
  return { check: 'node', ok, detail };
}

async function settings(config: Config): Promise<string> {
  const { port, host, publicUrl, mode, extensions } = config;
  const how = readTls(config, new Date()) === undefined ? '' : ' with TLS';
  const types = await loadExtensions(extensions);
  const reached = publicUrl === undefined ? 'no public URL' : `public URL ${publicUrl}`;
  return `${mode}, listens on ${host}:${port}${how}, ${reached}, ${types.size} registered result types`;
}

async function dataDirectory(config: Config, hasStore: boolean): Promise<string> {
  const { data } = config;
  const found = await stat(data).catch(() => undefined);
  if (found === undefined) throw conflict(`${data} does not exist: the first command that stores something makes it`);
  if (!found.isDirectory()) throw conflict(`${data} is not a directory`);
  await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
  if (!hasStore) {
    if (await isThere(auditHeadFile(config))) throw conflict(`uwlr.db is gone from ${data}: put it back, or restore a backup`);
    throw conflict(`${data} holds no store yet: the first command that stores something makes it`);
  }
  return data;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

async function secret(config: Config, store: Store): Promise<string> {
  const { schools } = await store.directory();
  const file = config.secretFile ?? path.join(config.data, SECRET_FILE);
  if (config.secret === undefined) {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined && schools.size === 0) return 'none yet: it is made with the first school';
    if (found === undefined) throw conflict(`${file} does not exist: without it the gateway cannot open its encrypted data`);
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) throw conflict(`${file} is open to other users of this machine`);
  }
  const keyring = await keyringOf(config, store);
  if (keyring === undefined) throw otherSecret();
  const whole = [...schools.values()].filter(({ keyDestroyedAt }) => keyDestroyedAt === undefined).map(({ id }) => id);
  const known = await schoolWithResults(store, whole);
  if (known !== undefined) await openSchoolKey(store, keyring, known);
  return `from ${config.secret === undefined ? file : 'UWLR_SECRET'}${known === undefined ? '' : ', opens the stored data'}`;
}

/** Seals are judged with the right secret only: what is wrong with that is said once. */
async function audit(config: Config, store: Store, hasSecret: boolean): Promise<string> {
  const keyring = hasSecret ? await existingKeyring(config, store) : undefined;
  const { verdict, outside } = await checkAudit(config, store, keyring);
  if (verdict.broken !== undefined) throw conflict(`${breakText(verdict.broken)}: see uwlr audit verify`);
  const isUnknown = outside === undefined && verdict.seal !== undefined;
  if (isUnknown && config.databaseUrl === undefined)
    throw conflict('the last seal is not kept outside the database, though there are seals: see uwlr audit accept-restored');
  const at = (await store.lastSeal())?.at;
  if (at === undefined) return 'good, not sealed yet';
  return `good, sealed at ${at}${isUnknown ? '; the last seal is not known to this node yet: uwlr serve adopts it' : ''}`;
}

/** Without the right secret nothing can be said about it: that is said once. */
async function marks(config: Config, store: Store, hasSecret: boolean): Promise<string> {
  const keyring = hasSecret ? await existingKeyring(config, store) : undefined;
  if (keyring === undefined) return `${(await store.rights.marks()).length} marks, not compared with the store`;
  const { marks: count, ...compared } = await compareMarks(store, keyring, new Date());
  // Nobody of such a school is in the store.
  const ahead = compared.ahead.filter(({ kind }) => kind !== 'school-missing' && kind !== 'other-key');
  const lost = compared.unmarked.length;
  if (ahead.length === 0 && lost > 0)
    throw conflict(`the file lacks ${lost} ${lost === 1 ? 'decision' : 'decisions'} of the store. uwlr serve adds them when it starts`);
  const unread = compared.ahead.flatMap(({ kind, school }) => (kind === 'other-key' ? [school] : []));
  const but = unread.length === 0 ? '' : `, but restrictions of ${unread.join(', ')} are under another key: see whether they still hold`;
  if (ahead.length === 0) return count === 0 ? 'none yet' : `${count} ${count === 1 ? 'mark' : 'marks'}, all carried out${but}`;
  const erasures = ahead.filter(({ kind }) => kind === 'erase').length;
  const what = `${erasures} ${erasures === 1 ? 'erasure' : 'erasures'} and ${ahead.length - erasures} other decisions`;
  throw conflict(`the store is older than its erasure marks: it lacks ${what}. uwlr serve carries them out when it starts`);
}

/** A school that certainly has its key: to ask for that of another might make one. */
async function schoolWithResults(store: Store, schools: Iterable<string>): Promise<string | undefined> {
  for (const school of schools) {
    const { items } = await store.results({ school, limit: 1 });
    if (items.length > 0) return school;
  }
  return undefined;
}
