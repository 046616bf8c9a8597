import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config-error.js';
import type { Secret } from './secret.js';
import { byteCount, hostName, oneOf, publicUrl, share, targets, text, url, wholeNumber } from './setting.js';
import { isCloser, NO_FILE, readSettingsFile, Settings, type SettingsFile, type Values } from './settings.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every setting of the gateway, checked. Paths are absolute. */
export interface Config {
  readonly port: number;
  /** Where to listen. The gateway speaks plain HTTP, so by default nobody but this machine can reach it. */
  readonly host: string;
  readonly data: string;
  /** May hold a password. Absent: SQLite in the data directory. */
  readonly databaseUrl?: Secret;
  /** Without a slash at the end. Absent: taken from the request's host. */
  readonly publicUrl?: string;
  readonly secret?: Secret;
  readonly secretFile?: string;
  readonly logLevel: LogLevel;
  /** Decoded bytes of one message. */
  readonly maxMessageBytes: number;
  /** Bytes of all messages in work at one time, and their number: beyond either the gateway says that it is busy. */
  readonly maxWorkBytes: number;
  readonly maxWorkMessages: number;
  /** How long a stop waits for messages in work. */
  readonly shutdownSeconds: number;
  /** JSON file with the registered types of `anderresultaat`. */
  readonly extensions?: string;
  /** How long those who left a school stay in its roster. */
  readonly retainLeaversDays: number;
  /** Share of the pupils, 0 to 1, that may leave a roster at once without asking. */
  readonly shrinkLimit: number;
  /** Host names, addresses and networks that may be called though they are not public. */
  readonly allowTargets: readonly string[];
}

/** A hundred years: any longer and dates run out. */
const MOST_DAYS = 36_500;

/** By name in flags and file, with the name in the environment. */
const NAMES = {
  port: 'UWLR_PORT',
  host: 'UWLR_HOST',
  data: 'UWLR_DATA',
  databaseUrl: 'UWLR_DATABASE_URL',
  publicUrl: 'UWLR_PUBLIC_URL',
  secret: 'UWLR_SECRET',
  secretFile: 'UWLR_SECRET_FILE',
  logLevel: 'UWLR_LOG_LEVEL',
  maxMessageBytes: 'UWLR_MAX_MESSAGE_BYTES',
  maxWorkBytes: 'UWLR_MAX_WORK_BYTES',
  maxWorkMessages: 'UWLR_MAX_WORK_MESSAGES',
  shutdownSeconds: 'UWLR_SHUTDOWN_SECONDS',
  extensions: 'UWLR_EXTENSIONS',
  retainLeaversDays: 'UWLR_RETAIN_LEAVERS_DAYS',
  shrinkLimit: 'UWLR_SHRINK_LIMIT',
  allowTargets: 'UWLR_ALLOW_TARGETS',
} as const satisfies Record<keyof Config, string>;

/**
 * Puts the settings together: flags beat the environment, that beats the file, that beats the defaults. Flags and file
 * use the names of `Config`, the environment `UWLR_...`; an empty text counts as not given.
 *
 * `file` is the path that `--config` gave; without it `uwlr.json` in the data directory is read, if there is one.
 * The secret is not taken from a flag, where every user of the machine could see it.
 * Throws `ConfigError`, which names the setting.
 */
export function loadConfig(flags: Values, env: Readonly<Record<string, string | undefined>>, file?: string): Config {
  const { secret: _, ...safe } = flags;
  const settings = new Settings(NAMES, safe, env, settingsFile(new Settings(NAMES, safe, env, NO_FILE), file));
  const maxMessageBytes = settings.get('maxMessageBytes', byteCount(1024)) ?? 64 * 1024 ** 2;
  const maxWorkBytes = settings.get('maxWorkBytes', byteCount(1024)) ?? Math.max(256 * 1024 ** 2, maxMessageBytes);
  if (maxWorkBytes < maxMessageBytes) throw new ConfigError(NAMES.maxWorkBytes, `must not be less than ${NAMES.maxMessageBytes}`);
  return withoutAbsent({
    port: settings.get('port', wholeNumber(0, 65_535)) ?? 8080,
    host: settings.get('host', hostName) ?? '127.0.0.1',
    data: settings.path('data') ?? path.resolve('data'),
    databaseUrl: settings.secret('databaseUrl', (value) => url('postgres', 'postgresql')(value).href),
    publicUrl: settings.get('publicUrl', publicUrl),
    ...secretOf(settings),
    logLevel: settings.get('logLevel', oneOf(...LOG_LEVELS)) ?? 'info',
    maxMessageBytes,
    maxWorkBytes,
    maxWorkMessages: settings.get('maxWorkMessages', wholeNumber(1, 1_000_000)) ?? 256,
    shutdownSeconds: settings.get('shutdownSeconds', wholeNumber(0, 3600)) ?? 10,
    extensions: settings.path('extensions', true),
    retainLeaversDays: settings.get('retainLeaversDays', wholeNumber(0, MOST_DAYS)) ?? 30,
    shrinkLimit: settings.get('shrinkLimit', share) ?? 0.2,
    allowTargets: settings.get('allowTargets', targets) ?? [],
  });
}

function settingsFile(early: Settings<keyof Config>, file: string | undefined): SettingsFile {
  if (file !== undefined) return readSettingsFile(file, Object.keys(NAMES));
  const usual = path.join(early.path('data') ?? path.resolve('data'), 'uwlr.json');
  const elsewhere = Object.keys(NAMES).filter((name) => name !== 'data');
  return existsSync(usual) ? readSettingsFile(usual, elsewhere) : NO_FILE;
}

/** The secret itself or a file with it, whichever is given closer by. */
function secretOf(settings: Settings<keyof Config>): { secret: Secret | undefined; secretFile: string | undefined } {
  const [secret, secretFile] = [settings.secret('secret', text), settings.path('secretFile')];
  if (secret === undefined || secretFile === undefined) return { secret, secretFile };
  const [one, other] = [settings.source('secret'), settings.source('secretFile')];
  if (one === other) throw new ConfigError(NAMES.secret, `and ${NAMES.secretFile} are both set: set one of them`);
  return isCloser(one, other) ? { secret, secretFile: undefined } : { secret: undefined, secretFile };
}

function withoutAbsent(config: { [Name in keyof Required<Config>]: Config[Name] | undefined }): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as unknown as Config;
}
