import { createPrivateKey } from 'node:crypto';
import type { Settings } from '../../../admin/targets/check-settings.js';
import { supplied } from '../../../core/supplied.js';
import type {
  CommonSettings,
  EduVSettings,
  FilesSettings,
  LasSettings,
  SettingsOf,
  WebhookSettings,
} from '../../../delivery/targets/target-settings.js';
import type { TargetKind } from '../../../directory/directory.js';
import { parseSchoolId } from '../../../model/school-id.js';
import { plainPem } from '../../../xml/plain-text.js';
import { absolute, headersOf, tryFiles } from '../../party/make-connection.js';
import { wrongUsage } from '../../terminal/command-error.js';
import { asPlain, bytesOfFile } from '../../terminal/text-of-file.js';
import { checkSettingOptions, type SettingOptions } from './setting-options.js';
import { givenSecret } from './webhook-secret.js';

type Partly<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** What a kind cannot do without, and the option that gives it. */
const NEEDED: Readonly<Record<TargetKind, Readonly<Record<string, string>>>> = {
  las: {},
  webhook: { url: '--url' },
  'edu-v': { url: '--url', tokenUrl: '--token-url', clientId: '--client-id', keyFile: '--key-file' },
  files: { directory: '--directory' },
};

/**
 * The settings that the command line describes, over those of `before`, of which it takes away what `clear` names. A webhook has no secret
 * unless one was given. Files are tried out now, so that a wrong one shows here. Errors: `CommandError`.
 */
export async function makeSettings(
  kind: TargetKind,
  options: SettingOptions,
  before: Settings | Record<string, never> = {},
  clear: readonly string[] = [],
): Promise<Settings> {
  checkSettingOptions(options, kind);
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !clear.includes(name)));
  const unknown = clear.filter((name) => !(name in before));
  if (unknown.length > 0) throw wrongUsage(`--clear: there is no ${unknown.join(', ')} in the settings`);
  const settings = { ...kept, ...(await GIVEN[kind](options, kept as Partly<Settings>)) };
  const missing = Object.entries(NEEDED[kind]).filter(([name]) => !(name in settings));
  if (missing.length > 0) throw wrongUsage(`a target of kind ${kind} needs ${missing.map(([, flag]) => flag).join(' and ')}`);
  await tryOut(settings);
  return settings as unknown as Settings;
}

const GIVEN: { readonly [K in TargetKind]: (options: SettingOptions, before: Partly<SettingsOf[K]>) => Promise<object> } = {
  las: async (options) =>
    defined<LasSettings>({ ...common(options), endpoint: options.endpoint, version: options.uwlrVersion, maxBytes: options.maxBytes }),
  webhook: async (options, { secrets = [] }) => {
    const secret = await givenSecret(options.webhookSecretFile);
    const headers = await headersOf(options);
    const own = Object.keys(headers ?? {}).find((name) => /^webhook-/i.test(name));
    if (own !== undefined) throw wrongUsage(`the header ${own} may not be set`);
    return defined<WebhookSettings>({
      ...common(options),
      url: options.url,
      secrets: secret === undefined ? secrets : [{ secret }],
      headers,
      caFile: absolute(options.ca),
    });
  },
  'edu-v': async (options, { organisations = {} }) =>
    defined<EduVSettings>({
      ...common(options),
      url: options.url,
      tokenUrl: options.tokenUrl,
      clientId: options.clientId,
      keyFile: absolute(options.keyFile),
      keyId: options.keyId,
      audience: options.audience,
      caFile: absolute(options.ca),
      certFile: absolute(options.cert),
      certKeyFile: absolute(options.certKey),
      organisations:
        options.organisation === undefined
          ? undefined
          : { ...organisations, ...Object.fromEntries(options.organisation.map(organisationOf)) },
    }),
  files: async (options) =>
    defined<FilesSettings>({
      ...common(options),
      directory: absolute(options.directory),
      format: options.format ?? (options.directory === undefined ? undefined : 'ndjson'),
      version: options.uwlrVersion,
    }),
};

function common({ maxItems, timeout, maxAge }: SettingOptions): Partly<CommonSettings> {
  return { maxItems, timeoutSeconds: timeout, maxAgeHours: maxAge };
}

function organisationOf(given: string): readonly [string, string] {
  const [, school = '', organisation = ''] = /^(.+)=([^=]+)$/.exec(given.trim()) ?? [];
  const id = parseSchoolId(school.trim());
  if (id === undefined || organisation.trim() === '') throw wrongUsage('--organisation: expected a school and its id, such as 99AB=ID');
  return [id, organisation.trim()];
}

async function tryOut(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const { caFile, certFile, certKeyFile, keyFile } = settings as Partly<EduVSettings>;
  await tryFiles({
    ...supplied({ caFile, certFile, keyFile: certKeyFile }),
  });
  if (keyFile === undefined) return;
  const key = asPlain(keyFile, await bytesOfFile(keyFile), plainPem);
  if (!isPrivateKey(key.toString('utf8'))) throw wrongUsage('--key-file: there is no private key in it, as JSON Web Key or as PEM');
}

function isPrivateKey(text: string): boolean {
  try {
    if (text.trimStart().startsWith('{')) createPrivateKey({ key: JSON.parse(text), format: 'jwk' });
    else createPrivateKey(text);
    return true;
  } catch {
    return false;
  }
}

function defined<T>(settings: Partly<T>): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
