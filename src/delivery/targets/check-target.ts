import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { supplied } from '../../core/supplied.js';
import type { Connection, Directory, Target } from '../../directory/directory.js';
import { ConnectionError } from '../../exchange/partner/connection-error.js';
import { accessTo, connectionOptions } from '../../exchange/partner/party-access.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { SoapClient } from '../../soap/client/client.js';
import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { encodeToString } from '../../uwlr/encode.js';
import { autorisatie } from '../../uwlr/messages/autorisatie.js';
import { AccessTokens } from '../edu-v/access-tokens.js';
import { failedBy, outcomeOfStatus } from '../outcome-of.js';
import { signed } from '../webhook/signatures.js';
import { HttpCaller } from './http-caller.js';
import { isPage } from './page-answer.js';
import { settingsOf } from './settings-of.js';

const TIMEOUT_SECONDS = 30;
const MOST_BYTES = 1024 * 1024;
const CREDENTIAL_FAULTS: readonly string[] = ['Client.OngeldigeKlantIdentificatie', 'Client.AutorisatieOngeldig'];

export interface CheckParts {
  readonly directory: Directory;
  readonly keyring: Keyring;
  readonly allowTargets: readonly string[];
  /** One whose results go there: an administration is shown the key of this school. */
  readonly school: string | undefined;
  readonly now: Date;
}

/** How a target answered a check that brings no data, in sentences. */
export interface TargetCheck {
  readonly ok: boolean;
  readonly proven: readonly string[];
  /** What the check cannot tell. */
  readonly unproven: readonly string[];
  /** Why it is not ok. */
  readonly problem?: string;
}

/** Tries a target without delivering anything. Never throws for what the other side does. */
export async function checkTarget(target: Target, parts: CheckParts): Promise<TargetCheck> {
  try {
    return await CHECKS[target.kind](target, parts);
  } catch (error) {
    if (error instanceof ConnectionError) return failed(error.message);
    return failed(failedBy(error).attempt.words ?? 'it cannot be reached');
  }
}

const CHECKS = { las: checkLas, webhook: checkWebhook, 'edu-v': checkEduV, files: checkFiles } as const;

function failed(problem: string, proven: readonly string[] = []): TargetCheck {
  return { ok: false, proven, unproven: [], problem };
}

/** An envelope with our header and nothing in its body: no administration can take it for results. */
async function checkLas(target: Target, { directory, keyring, allowTargets, school, now }: CheckParts): Promise<TargetCheck> {
  const settings = settingsOf(target, 'las', keyring);
  const party = directory.parties.get(target.party);
  const url = settings.endpoint ?? party?.endpoint;
  if (party === undefined || url === undefined) return failed('it is not known where the administration takes results');
  if (school === undefined) return failed('no school has an agreement for results with it, so there is no key to show');
  const { connection, header } = accessTo(directory, keyring, party, school, now.toISOString());
  const { timeoutSeconds = connection.timeoutSeconds ?? TIMEOUT_SECONDS } = settings;
  const client = new SoapClient(await connectionOptions({ ...connection, timeoutSeconds, maxBytes: MOST_BYTES }, allowTargets));
  const body = `<s:Envelope xmlns:s="${SOAP_11}"><s:Header>${encodeToString(autorisatie, '2.2', header)}</s:Header><s:Body/></s:Envelope>`;
  try {
    const contents = { header: () => undefined, body: () => undefined };
    const { fault, status } = await client.call({ url, soapAction: '', body }, contents);
    const proven = ['the connection, with TLS when the address has it', 'that SOAP 1.1 answers there'];
    if (fault !== undefined && CREDENTIAL_FAULTS.includes(fault.code))
      return failed(`it refuses klantcode, klantnaam or key for school ${school} (${fault.code})`, proven);
    if (fault === undefined && outcomeOfStatus(status) !== 'answered') return failed(`it answers HTTP ${status}`, proven);
    const unproven = [`that it accepts the key for school ${school}: it may look at that only with a message`, 'that it takes results'];
    return { ok: true, proven, unproven };
  } finally {
    await client.close();
  }
}

/** A signed event of a type of its own, which receivers that do not know it have to leave alone. */
async function checkWebhook(target: Target, { keyring, allowTargets, now }: CheckParts): Promise<TargetCheck> {
  const { timeoutSeconds = TIMEOUT_SECONDS, headers, caFile, ...settings } = settingsOf(target, 'webhook', keyring);
  const how: Connection = { timeoutSeconds, ...supplied({ headers, caFile }) };
  const caller = new HttpCaller({ ...(await connectionOptions(how, allowTargets)), cutsAnswers: true });
  const id = randomUUID();
  const body = JSON.stringify({ type: 'gateway.test', timestamp: now.toISOString(), data: {} });
  try {
    const answer = await caller.post(settings.url, { 'content-type': 'application/json', ...signed(settings, id, body, now) }, body);
    const proven = ['the connection, with TLS when the address has it'];
    if (outcomeOfStatus(answer.status) !== 'answered') return failed(`it answers HTTP ${answer.status} to a signed test event`, proven);
    if (isPage(answer)) return failed('it answers with a page for people, so it is not the receiver', proven);
    return {
      ok: true,
      proven: [...proven, 'that it says yes to a signed event of the type gateway.test, without data'],
      unproven: ['that it checks the signature', 'that it takes results'],
    };
  } finally {
    await caller.close();
  }
}

/** Asks for an access token, and does not use it. */
async function checkEduV(target: Target, { keyring, allowTargets, now }: CheckParts): Promise<TargetCheck> {
  const settings = settingsOf(target, 'edu-v', keyring);
  const { timeoutSeconds = TIMEOUT_SECONDS, caFile, certFile, certKeyFile } = settings;
  const files = {
    ...supplied({ caFile, certFile, keyFile: certKeyFile }),
  };
  const caller = new HttpCaller(await connectionOptions({ timeoutSeconds, ...files }, allowTargets));
  try {
    const got = await new AccessTokens(caller, () => now).get(settings);
    if (got.kind === 'failed') return failed(got.attempt.words ?? `the token server says no (${got.attempt.outcome})`);
    return {
      ok: true,
      proven: ['the connection to the token server', 'that it gives a token for our client id and key'],
      unproven: ['that the results address answers', 'that it takes results'],
    };
  } finally {
    await caller.close();
  }
}

async function checkFiles(target: Target, { keyring }: CheckParts): Promise<TargetCheck> {
  const { directory } = settingsOf(target, 'files', keyring);
  const file = path.join(directory, `.uwlr-test-${randomUUID()}`);
  try {
    await writeFile(file, '', { flag: 'wx', mode: 0o600 });
    await rm(file);
  } catch (error) {
    return failed(`${directory} cannot be written to by this user (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  return { ok: true, proven: [`that this user can write files in ${directory}`], unproven: ['that somebody collects them'] };
}
