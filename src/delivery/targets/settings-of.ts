import { isAbsolute } from 'node:path';
import type { Target, TargetKind } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import { checkHeaders } from '../../soap/client/client-headers.js';
import { endpointUrl } from '../../soap/client/client-options.js';
import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { SettingsError } from './settings-error.js';
import type { SettingsOf } from './target-settings.js';

/** What a setting must be, in words that fit behind its name; undefined when it is so. */
type Check = (value: unknown) => string | undefined;

interface Field {
  readonly check: Check;
  readonly needed?: true;
}

const COMMON = {
  maxItems: { check: wholeNumber(1, 10_000) },
  timeoutSeconds: { check: wholeNumber(1, 3600) },
  maxAgeHours: { check: wholeNumber(1, 24 * 365) },
};
const FILE = { check: absolutePath };
const NEEDED_FILE = { check: absolutePath, needed: true } as const;
const ADDRESS = { check: webAddress, needed: true } as const;

/** Every setting of every kind of target. */
const SETTING_FIELDS: {
  readonly [Kind in keyof SettingsOf]: { readonly [Name in keyof Required<SettingsOf[Kind]>]: Field };
} = {
  las: { ...COMMON, endpoint: { check: webAddress }, version: { check: version }, maxBytes: { check: wholeNumber(1024, 2 ** 30) } },
  webhook: { ...COMMON, url: ADDRESS, secrets: { check: secrets, needed: true }, headers: { check: headers }, caFile: FILE },
  'edu-v': {
    ...COMMON,
    url: ADDRESS,
    tokenUrl: ADDRESS,
    clientId: { check: shortText, needed: true },
    keyFile: NEEDED_FILE,
    keyId: { check: shortText },
    audience: { check: shortText },
    caFile: FILE,
    certFile: FILE,
    certKeyFile: FILE,
    organisations: { check: texts },
  },
  files: { ...COMMON, directory: NEEDED_FILE, format: { check: oneOf('ndjson', 'uwlr'), needed: true }, version: { check: version } },
};

/**
 * What was told of a target. Throws `SettingsError` when it is of another kind, was sealed under another secret, or has a setting
 * that is missing, unknown or cannot be.
 */
export function settingsOf<Kind extends TargetKind>(target: Target, kind: Kind, keyring: Keyring): SettingsOf[Kind] {
  if (target.kind !== kind) throw new SettingsError(undefined, `the target is of the kind ${target.kind}, not ${kind}`);
  return parseSettings(kind, opened(target, keyring));
}

/** The same for settings that are not sealed yet, of whatever shape. */
export function parseSettings<Kind extends TargetKind>(kind: Kind, settings: unknown): SettingsOf[Kind] {
  if (!isRecord(settings)) throw new SettingsError(undefined, 'the settings of the target are no object');
  const fields = Object.entries(SETTING_FIELDS[kind]);
  for (const [name, { check, needed }] of fields) {
    const value = settings[name];
    if (value === undefined && needed) throw new SettingsError(name, 'is missing');
    const problem = value === undefined ? undefined : check(value);
    if (problem !== undefined) throw new SettingsError(name, problem);
  }
  if (Object.keys(settings).some((name) => !Object.hasOwn(SETTING_FIELDS[kind], name)))
    throw new SettingsError(undefined, `there is a setting that a target of the kind ${kind} does not have`);
  return settings as unknown as SettingsOf[Kind];
}

function opened({ settings }: Target, keyring: Keyring): unknown {
  try {
    return JSON.parse(keyring.openSecret(settings)) as unknown;
  } catch (error) {
    if (error instanceof SealError) throw new SettingsError(undefined, 'the settings were sealed under another secret of the gateway');
    if (error instanceof SyntaxError) throw new SettingsError(undefined, 'the settings of the target are no JSON');
    throw error;
  }
}

function wholeNumber(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}`;
}

function oneOf(...values: readonly string[]): Check {
  return (value) => (values.some((one) => one === value) ? undefined : `must be one of ${values.join(', ')}`);
}

function version(value: unknown): string | undefined {
  return oneOf(...UWLR_VERSIONS)(value);
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && /^[^\p{C}]{1,500}$/u.test(value) ? undefined : 'must be a text of at most 500 characters';
}

function absolutePath(value: unknown): string | undefined {
  return typeof value === 'string' && isAbsolute(value) && !value.includes('\0') ? undefined : 'must be an absolute path';
}

function webAddress(value: unknown): string | undefined {
  return accepted(() => endpointUrl(String(value))) ? undefined : 'must begin with http: or https:, without user name or password';
}

function headers(value: unknown): string | undefined {
  const fits = isTexts(value) && accepted(() => checkHeaders(value));
  return fits ? undefined : 'must be names of headers with their values, none of which the gateway sets itself';
}

function texts(value: unknown): string | undefined {
  return isTexts(value) ? undefined : 'must be names with texts';
}

const SECRET = /^whsec_[A-Za-z0-9+/]{32,172}={0,2}$/;

function secrets(value: unknown): string | undefined {
  const isSecret = (one: unknown) =>
    isRecord(one) &&
    Object.keys(one).every((name) => name === 'secret' || name === 'until') &&
    SECRET.test(String(one['secret'])) &&
    (one['until'] === undefined || isInstant(one['until']));
  const fits = Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every(isSecret);
  return fits ? undefined : 'must be 1 to 10 secrets: whsec_ and base64 of at least 24 bytes';
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function accepted(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
