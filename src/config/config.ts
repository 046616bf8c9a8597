import { existsSync } from 'node:fs';
import path from 'node:path';
import { UNPROVEN_LIMITS } from '../exchange/limits/unproven-pool.js';
import { FORWARDED_HEADERS, type ForwardedHeader } from '../soap/caller/forwarded.js';
import { ALERT_NAMES, type AlertSettings, alertSettings } from './alert-settings.js';
import { ConfigError } from './config-error.js';
import { DELIVERY_NAMES, type DeliverySettings, deliverySettings } from './delivery-settings.js';
import { RETENTION_NAMES, type RetentionSettings, retentionSettings } from './retention-settings.js';
import type { Secret } from './secret.js';
import { byteCount, headerName, hostName, networks, oneOf, publicUrl, share, targets, text, url, wholeNumber } from './setting.js';
import { isCloser, NO_FILE, readSettingsFile, Settings, type SettingsFile, type Values } from './settings.js';
import { TRACING_NAMES, type TracingSettings, tracingSettings } from './tracing-settings.js';
import { refuseUnknownVariables } from './unknown-settings.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const MODES = ['development', 'production'] as const;
export type Mode = (typeof MODES)[number];

/** Every setting of the gateway, checked. Paths are absolute. */
export interface Config extends RetentionSettings, DeliverySettings, AlertSettings, TracingSettings {
  readonly port: number;
  /** Where to listen. The gateway speaks plain HTTP, so by default nobody but this machine can reach it. */
  readonly host: string;
  readonly data: string;
  /** May hold a password. Absent: SQLite in the data directory. */
  readonly databaseUrl?: Secret;
  /** Connections to PostgreSQL that one process uses at most. Absent: the default of the store. */
  readonly databaseConnections?: number;
  /** Without a slash at the end. Absent: taken from the request's host. */
  readonly publicUrl?: string;
  readonly secret?: Secret;
  readonly secretFile?: string;
  /** File with the last seal of the audit. Absent: `audit.head` in the data directory. */
  readonly auditHead?: string;
  /** File of the erasure marks. Absent: `erasure.marks` in the data directory. */
  readonly erasureMarks?: string;
  readonly logLevel: LogLevel;
  /** Decoded bytes of one message. */
  readonly maxMessageBytes: number;
  /** Bytes of all messages in work at one time, and their number: beyond either the gateway says that it is busy. */
  readonly maxWorkBytes: number;
  readonly maxWorkMessages: number;
  /** Messages whose senders have not proved who they are, in all and of one address. */
  readonly maxUnprovenMessages: number;
  readonly maxUnprovenPerAddress: number;
  /** Processes of `uwlr serve` that share the port; more than one only with PostgreSQL. */
  readonly workers: number;
  /** How long a stop waits for messages in work. */
  readonly shutdownSeconds: number;
  /** JSON file with the registered types of `anderresultaat`. */
  readonly extensions?: string;
  /** Share of the pupils, 0 to 1, that may leave a roster at once without asking. */
  readonly shrinkLimit: number;
  /** In production nobody may be known by an ECK iD of the pilot environment. */
  readonly mode: Mode;
  /** Host names, addresses and networks that may be called though they are not public. */
  readonly allowTargets: readonly string[];
  /** PEM files of the certificate, with those that lead to its authority, and of its key. Absent: the gateway speaks plain HTTP. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** PEM file of the authorities whose client certificates count. */
  readonly tlsClientCa?: string;
  readonly tlsClientAuth: TlsClientAuth;
  /** Addresses and networks of proxies whose headers about their caller are believed. */
  readonly trustedProxies: readonly string[];
  readonly forwardedHeader: ForwardedHeader;
  /** Header in which these proxies hand on a client certificate, in small letters. */
  readonly clientCertHeader?: string;
  /** Requests a minute; 0: no limit. */
  readonly maxRequestsPerAddress: number;
  readonly maxRequestsPerParty: number;
  /** Failures to prove who one is, with one klantcode from one address, until it is locked out; 0: never. */
  readonly maxFailedAttempts: number;
  readonly lockOutSeconds: number;
  /** Bytes a second that a body must come in with, once the seconds of grace are over; 0: no such bound. */
  readonly minBodyRate: number;
  readonly bodyGraceSeconds: number;
  /** Connections at one time. Absent: what the descriptors of the process allow, up to a bound of our own. Never more than they allow. */
  readonly maxConnections?: number;
  /** Of one address; 0: no limit. */
  readonly maxConnectionsPerAddress: number;
  /** How long an answer that is not read may lie. */
  readonly stallSeconds: number;
}

export const TLS_CLIENT_AUTH = ['none', 'request', 'require'] as const;
/** Whether a client certificate is asked for, and whether nobody gets in without one. */
export type TlsClientAuth = (typeof TLS_CLIENT_AUTH)[number];

const MOST_WORKERS = 64;
const MOST_REQUESTS = 100_000_000;

/** By name in flags and file, with the name in the environment. */
export const SETTING_NAMES = {
  port: 'UWLR_PORT',
  host: 'UWLR_HOST',
  data: 'UWLR_DATA',
  databaseUrl: 'UWLR_DATABASE_URL',
  databaseConnections: 'UWLR_DATABASE_CONNECTIONS',
  publicUrl: 'UWLR_PUBLIC_URL',
  secret: 'UWLR_SECRET',
  secretFile: 'UWLR_SECRET_FILE',
  auditHead: 'UWLR_AUDIT_HEAD',
  erasureMarks: 'UWLR_ERASURE_MARKS',
  logLevel: 'UWLR_LOG_LEVEL',
  maxMessageBytes: 'UWLR_MAX_MESSAGE_BYTES',
  maxWorkBytes: 'UWLR_MAX_WORK_BYTES',
  maxWorkMessages: 'UWLR_MAX_WORK_MESSAGES',
  maxUnprovenMessages: 'UWLR_MAX_UNPROVEN_MESSAGES',
  maxUnprovenPerAddress: 'UWLR_MAX_UNPROVEN_PER_ADDRESS',
  workers: 'UWLR_WORKERS',
  shutdownSeconds: 'UWLR_SHUTDOWN_SECONDS',
  extensions: 'UWLR_EXTENSIONS',
  ...RETENTION_NAMES,
  shrinkLimit: 'UWLR_SHRINK_LIMIT',
  mode: 'UWLR_MODE',
  allowTargets: 'UWLR_ALLOW_TARGETS',
  tlsCert: 'UWLR_TLS_CERT',
  tlsKey: 'UWLR_TLS_KEY',
  tlsClientCa: 'UWLR_TLS_CLIENT_CA',
  tlsClientAuth: 'UWLR_TLS_CLIENT_AUTH',
  trustedProxies: 'UWLR_TRUSTED_PROXIES',
  forwardedHeader: 'UWLR_FORWARDED_HEADER',
  clientCertHeader: 'UWLR_CLIENT_CERT_HEADER',
  maxRequestsPerAddress: 'UWLR_MAX_REQUESTS_PER_ADDRESS',
  maxRequestsPerParty: 'UWLR_MAX_REQUESTS_PER_PARTY',
  maxFailedAttempts: 'UWLR_MAX_FAILED_ATTEMPTS',
  lockOutSeconds: 'UWLR_LOCK_OUT_SECONDS',
  minBodyRate: 'UWLR_MIN_BODY_RATE',
  bodyGraceSeconds: 'UWLR_BODY_GRACE_SECONDS',
  maxConnections: 'UWLR_MAX_CONNECTIONS',
  maxConnectionsPerAddress: 'UWLR_MAX_CONNECTIONS_PER_ADDRESS',
  stallSeconds: 'UWLR_STALL_SECONDS',
  ...DELIVERY_NAMES,
  ...ALERT_NAMES,
  ...TRACING_NAMES,
} as const satisfies Record<keyof Config, string>;

/**
 * Puts the settings together: flags beat the environment, that beats the file, that beats the defaults. Flags and file
 * use the names of `Config`, the environment `UWLR_...`; an empty text counts as not given.
 *
 * `file` is the path that `--config` gave; without it `uwlr.json` in the data directory is read, if there is one.
 * The secret is not taken from a flag, where every user of the machine could see it.
 * Throws `ConfigError`, which names the setting as it was given; also for names that begin with `UWLR_` and are no setting.
 */
export function loadConfig(flags: Values, env: Readonly<Record<string, string | undefined>>, file?: string): Config {
  refuseUnknownVariables(env, Object.values(SETTING_NAMES));
  const { secret: _, ...safe } = flags;
  const settings = new Settings(SETTING_NAMES, safe, env, settingsFile(new Settings(SETTING_NAMES, safe, env, NO_FILE), file));
  const maxMessageBytes = settings.get('maxMessageBytes', byteCount(1024)) ?? 64 * 1024 ** 2;
  const maxWorkBytes = settings.get('maxWorkBytes', byteCount(1024)) ?? Math.max(256 * 1024 ** 2, maxMessageBytes);
  if (maxWorkBytes < maxMessageBytes)
    throw new ConfigError(settings.given('maxWorkBytes'), `must not be less than ${SETTING_NAMES.maxMessageBytes}`);
  return withoutAbsent({
    port: settings.get('port', wholeNumber(0, 65_535)) ?? 8080,
    host: settings.get('host', hostName) ?? '127.0.0.1',
    data: settings.path('data') ?? path.resolve('data'),
    workers: workersOf(settings),
    databaseUrl: settings.secret('databaseUrl', (value) => url('postgres', 'postgresql')(value).href),
    databaseConnections: settings.get('databaseConnections', wholeNumber(2, 1000)),
    publicUrl: settings.get('publicUrl', publicUrl),
    ...secretOf(settings),
    auditHead: settings.path('auditHead'),
    erasureMarks: settings.path('erasureMarks'),
    logLevel: settings.get('logLevel', oneOf(...LOG_LEVELS)) ?? 'info',
    maxMessageBytes,
    maxWorkBytes,
    maxWorkMessages: settings.get('maxWorkMessages', wholeNumber(1, 1_000_000)) ?? 256,
    maxUnprovenMessages: settings.get('maxUnprovenMessages', wholeNumber(1, 1_000_000)) ?? UNPROVEN_LIMITS.messages,
    maxUnprovenPerAddress: settings.get('maxUnprovenPerAddress', wholeNumber(1, 1_000_000)) ?? UNPROVEN_LIMITS.perAddress,
    shutdownSeconds: settings.get('shutdownSeconds', wholeNumber(0, 3600)) ?? 10,
    extensions: settings.path('extensions', true),
    ...retentionSettings(settings),
    shrinkLimit: settings.get('shrinkLimit', share) ?? 0.2,
    mode: settings.get('mode', oneOf(...MODES)) ?? 'development',
    allowTargets: settings.get('allowTargets', targets) ?? [],
    ...tlsOf(settings),
    ...proxiesOf(settings),
    maxRequestsPerAddress: settings.get('maxRequestsPerAddress', wholeNumber(0, MOST_REQUESTS)) ?? 3000,
    maxRequestsPerParty: settings.get('maxRequestsPerParty', wholeNumber(0, MOST_REQUESTS)) ?? 6000,
    maxFailedAttempts: settings.get('maxFailedAttempts', wholeNumber(0, 10_000)) ?? 20,
    lockOutSeconds: settings.get('lockOutSeconds', wholeNumber(1, 86_400)) ?? 300,
    minBodyRate: settings.get('minBodyRate', wholeNumber(0, 1_000_000_000)) ?? 500,
    bodyGraceSeconds: settings.get('bodyGraceSeconds', wholeNumber(0, 300)) ?? 10,
    maxConnections: settings.get('maxConnections', wholeNumber(8, 1_000_000)),
    maxConnectionsPerAddress: settings.get('maxConnectionsPerAddress', wholeNumber(0, 1_000_000)) ?? 256,
    stallSeconds: settings.get('stallSeconds', wholeNumber(1, 3600)) ?? 60,
    ...deliverySettings(settings),
    ...alertSettings(settings),
    ...tracingSettings(settings, env),
  });
}

function settingsFile(early: Settings<keyof Config>, file: string | undefined): SettingsFile {
  if (file !== undefined) return readSettingsFile(file, Object.keys(SETTING_NAMES));
  const usual = path.join(early.path('data') ?? path.resolve('data'), 'uwlr.json');
  const elsewhere = Object.keys(SETTING_NAMES).filter((name) => name !== 'data');
  return existsSync(usual) ? readSettingsFile(usual, elsewhere) : NO_FILE;
}

/** With SQLite one process writes, and takes as much as the others together could. */
function workersOf(settings: Settings<keyof Config>): number {
  const workers = settings.get('workers', wholeNumber(1, MOST_WORKERS)) ?? 1;
  if (workers > 1 && settings.secret('databaseUrl', text) === undefined)
    throw new ConfigError(
      settings.given('workers'),
      `of more than 1 needs PostgreSQL (${SETTING_NAMES.databaseUrl}): with SQLite one process serves`,
    );
  return workers;
}

/** The secret itself or a file with it, whichever is given closer by. */
function secretOf(settings: Settings<keyof Config>): { secret: Secret | undefined; secretFile: string | undefined } {
  const [secret, secretFile] = [settings.secret('secret', text), settings.path('secretFile')];
  if (secret === undefined || secretFile === undefined) return { secret, secretFile };
  const [one, other] = [settings.source('secret'), settings.source('secretFile')];
  if (one === other) throw new ConfigError(SETTING_NAMES.secret, `and ${SETTING_NAMES.secretFile} are both set: set one of them`);
  return isCloser(one, other) ? { secret, secretFile: undefined } : { secret: undefined, secretFile };
}

/** Files of TLS, which only mean something together. What is in them is looked at when the gateway starts. */
function tlsOf(settings: Settings<keyof Config>) {
  const [tlsCert, tlsKey, tlsClientCa] = (['tlsCert', 'tlsKey', 'tlsClientCa'] as const).map((name) => settings.path(name, true));
  const tlsClientAuth = settings.get('tlsClientAuth', oneOf(...TLS_CLIENT_AUTH)) ?? 'none';
  if (tlsCert !== undefined && tlsKey === undefined)
    throw new ConfigError(SETTING_NAMES.tlsKey, `is needed beside ${SETTING_NAMES.tlsCert}`);
  if (tlsCert === undefined && tlsKey !== undefined)
    throw new ConfigError(SETTING_NAMES.tlsCert, `is needed beside ${SETTING_NAMES.tlsKey}`);
  const asks = tlsClientAuth !== 'none';
  if (asks && tlsCert === undefined) throw new ConfigError(SETTING_NAMES.tlsCert, `is needed to ask for client certificates`);
  if (asks && tlsClientCa === undefined)
    throw new ConfigError(SETTING_NAMES.tlsClientCa, 'is needed to know whose client certificates count');
  if (!asks && tlsClientCa !== undefined)
    throw new ConfigError(settings.given('tlsClientAuth'), `must be request or require for ${SETTING_NAMES.tlsClientCa} to count`);
  return { tlsCert, tlsKey, tlsClientCa, tlsClientAuth };
}

function proxiesOf(settings: Settings<keyof Config>) {
  const trustedProxies = settings.get('trustedProxies', networks) ?? [];
  const clientCertHeader = settings.get('clientCertHeader', headerName);
  if (clientCertHeader !== undefined && trustedProxies.length === 0) {
    throw new ConfigError(SETTING_NAMES.trustedProxies, `is needed for ${SETTING_NAMES.clientCertHeader} to count`);
  }
  const forwardedHeader = settings.get('forwardedHeader', oneOf(...FORWARDED_HEADERS)) ?? 'x-forwarded-for';
  return { trustedProxies, forwardedHeader, clientCertHeader };
}

function withoutAbsent(config: { [Name in keyof Required<Config>]: Config[Name] | undefined }): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as unknown as Config;
}
