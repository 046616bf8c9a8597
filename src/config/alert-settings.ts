import { readFileSync } from 'node:fs';
import { plainLine } from '../xml/plain-text.js';
import { ConfigError } from './config-error.js';
import { plainSetting } from './plain-setting.js';
import { Secret } from './secret.js';
import { mailAddress, mailAddresses, signingSecret, Unfit, url } from './setting.js';
import { isCloser, type Settings } from './settings.js';

/** How people are told of trouble with a target. Nothing of it set: only the log has it. */
export interface AlertSettings {
  /** May hold a token. */
  readonly alertWebhook?: Secret;
  readonly alertWebhookSecret?: Secret;
  readonly alertWebhookSecretFile?: string;
  /** May hold a password. */
  readonly alertSmtp?: Secret;
  readonly alertMailFrom?: string;
  readonly alertMailTo?: readonly string[];
}

type Name = keyof AlertSettings;

/** Names in the environment. */
export const ALERT_NAMES = {
  alertWebhook: 'UWLR_ALERT_WEBHOOK',
  alertWebhookSecret: 'UWLR_ALERT_WEBHOOK_SECRET',
  alertWebhookSecretFile: 'UWLR_ALERT_WEBHOOK_SECRET_FILE',
  alertSmtp: 'UWLR_ALERT_SMTP',
  alertMailFrom: 'UWLR_ALERT_MAIL_FROM',
  alertMailTo: 'UWLR_ALERT_MAIL_TO',
} as const satisfies Record<Name, string>;

/** Settings that only mean something together. Throws `ConfigError`. */
export function alertSettings(settings: Settings<Name>): { readonly [Setting in Name]: AlertSettings[Setting] | undefined } {
  const alertWebhook = settings.secret('alertWebhook', (value) => url('http', 'https')(value).href);
  let alertWebhookSecret = settings.secret('alertWebhookSecret', signingSecret);
  let alertWebhookSecretFile = settings.path('alertWebhookSecretFile', true);
  if (alertWebhookSecret !== undefined && alertWebhookSecretFile !== undefined) {
    if (isCloser(settings.source('alertWebhookSecret'), settings.source('alertWebhookSecretFile'))) alertWebhookSecretFile = undefined;
    else alertWebhookSecret = undefined;
  }
  const hasSecret = alertWebhookSecret !== undefined || alertWebhookSecretFile !== undefined;
  together([alertWebhook !== undefined, 'alertWebhook'], [hasSecret, 'alertWebhookSecret']);
  const alertSmtp = settings.secret('alertSmtp', (value) => url('smtp', 'smtps')(value).href);
  const alertMailFrom = settings.get('alertMailFrom', mailAddress);
  const alertMailTo = settings.get('alertMailTo', mailAddresses);
  together(
    [alertSmtp !== undefined, 'alertSmtp'],
    [alertMailFrom !== undefined, 'alertMailFrom'],
    [alertMailTo !== undefined, 'alertMailTo'],
  );
  return { alertWebhook, alertWebhookSecret, alertWebhookSecretFile, alertSmtp, alertMailFrom, alertMailTo };
}

/** What signs the webhook. Throws `ConfigError` when it is in a file that holds something else. */
export function alertSecretOf({ alertWebhookSecret, alertWebhookSecretFile: file }: AlertSettings): Secret | undefined {
  if (alertWebhookSecret !== undefined || file === undefined) return alertWebhookSecret;
  try {
    return new Secret(signingSecret(plainSetting(ALERT_NAMES.alertWebhookSecretFile, file, readFileSync(file), plainLine)));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const problem =
      error instanceof Unfit ? `names a file that does not fit: it ${error.message}` : `names a file that cannot be read (${code})`;
    throw new ConfigError(ALERT_NAMES.alertWebhookSecretFile, problem);
  }
}

function together(...all: readonly (readonly [given: boolean, name: Name])[]): void {
  const given = all.find(([is]) => is);
  const missing = all.find(([is]) => !is);
  if (given !== undefined && missing !== undefined)
    throw new ConfigError(ALERT_NAMES[missing[1]], `is needed beside ${ALERT_NAMES[given[1]]}`);
}
