import { type Config, LOG_LEVELS, MODES, TLS_CLIENT_AUTH } from '../../config/config.js';
import { supplied } from '../../core/supplied.js';
import { FORWARDED_HEADERS } from '../../soap/caller/forwarded.js';

/** How the help shows a setting. */
export interface SettingHelp {
  /** What stands behind the flag, `<number>`. Absent: there is no flag. */
  readonly value?: string;
  /** The default stands in brackets. */
  readonly text: string;
}

type Help = readonly [value: string | undefined, text: string];

/** Every setting of the gateway, in groups, in the order of the help. */
export const SETTING_GROUPS = {
  'Where it runs': {
    data: ['<dir>', 'directory that holds everything (./data)'],
    config: ['<file>', 'file with settings (uwlr.json in the data directory)'],
    databaseUrl: [undefined, 'postgres://user:password@host/database (SQLite in the data directory)'],
    databaseConnections: ['<number>', 'connections to PostgreSQL that one process uses at most (10)'],
    port: ['<number>', 'port to listen on (8080)'],
    host: ['<address>', 'address to listen on (127.0.0.1)'],
    publicUrl: ['<url>', 'address at which others reach the gateway'],
    mode: ['<mode>', `${MODES.join(' or ')} (development): production refuses ECK iDs of the pilot environment`],
    logLevel: ['<level>', `one of ${LOG_LEVELS.join(', ')} (info)`],
    workers: ['<number>', 'processes that serve on the port together (1); more only with PostgreSQL'],
    shutdownSeconds: ['<number>', 'how long a stop waits for messages in work (10)'],
    extensions: ['<file>', 'JSON file with the registered types of anderresultaat'],
  },
  'Secret and audit': {
    secret: [undefined, 'the secret itself, at least 32 bytes'],
    secretFile: ['<file>', 'file with the secret (secret in the data directory)'],
    auditHead: ['<file>', 'file with the last seal of the audit (audit.head in the data directory)'],
    erasureMarks: ['<file>', 'file with the marks of erasures (erasure.marks in the data directory)'],
  },
  'Pupil data': {
    shrinkLimit: ['<share>', 'share of the pupils that may leave a roster at once without asking (0.2)'],
    retainLeaversDays: ['<number>', 'how long those who left stay in a roster (30)'],
    retainResultsDays: [undefined, 'how long results are kept (730)'],
    retainExercisesDays: [undefined, 'how long results of exercises are kept (365)'],
    retainLeaverResultsDays: [undefined, 'how long results are kept after a pupil left, at most (730)'],
    retainExchangesDays: [undefined, 'how long records of messages are kept (365)'],
    retainDeliveriesDays: [undefined, 'how long records of deliveries are kept (365)'],
    retainDisclosuresDays: [undefined, 'how long it is kept who received which data (730)'],
    retainErasuresDays: [undefined, 'how long receipts of erasures are kept (1825)'],
    retainAuditDays: [undefined, 'how long the audit is kept (730)'],
    retainSignalsDays: [undefined, 'how long signals are kept after the end of their school year (365)'],
    retainAnnotationsDays: [undefined, 'how long annotations of teachers are kept after the end of their school year (730)'],
  },
  'Deliveries and calls': {
    allowTargets: ['<list>', 'host names, addresses and networks that the gateway may call though they are not public'],
    delivery: ['<how>', 'on or off (on): whether this gateway delivers results to others'],
    deliveryConcurrency: ['<number>', 'deliveries at one time (8)'],
    deliveryLeaseSeconds: ['<number>', 'after a crash, deliveries in progress start again within this time (60)'],
  },
  Alerts: {
    alertWebhook: [undefined, 'URL that alerts are posted to as JSON'],
    alertWebhookSecret: [undefined, 'secret that signs them: whsec_ and base64'],
    alertWebhookSecretFile: [undefined, 'file with that secret'],
    alertSmtp: [undefined, 'mail server, such as smtp://user:password@mail.example:587'],
    alertMailFrom: [undefined, 'sender of the mail'],
    alertMailTo: [undefined, 'receivers of the mail, with commas between them'],
  },
  Traces: {
    otlpEndpoint: [undefined, 'URL of an OpenTelemetry receiver (OTLP over HTTP), without v1/traces; also OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  'TLS and proxies': {
    tlsCert: ['<file>', 'PEM file with the certificate, for https'],
    tlsKey: ['<file>', 'PEM file with its key'],
    tlsClientCa: ['<file>', 'PEM file with the authorities of client certificates'],
    tlsClientAuth: ['<how>', `whether the gateway asks for client certificates: ${TLS_CLIENT_AUTH.join(', ')} (none)`],
    trustedProxies: ['<list>', 'addresses and networks of proxies that say who the caller is'],
    forwardedHeader: ['<name>', `header in which they say so: ${FORWARDED_HEADERS.join(', ')} (x-forwarded-for)`],
    clientCertHeader: ['<name>', 'header in which they pass on a client certificate'],
  },
  Limits: {
    maxMessageBytes: ['<size>', 'largest message (64MiB)'],
    maxWorkBytes: ['<size>', 'all messages in work at one time (256MiB)'],
    maxWorkMessages: ['<number>', 'messages in work at one time (256)'],
    maxUnprovenMessages: ['<number>', 'messages at one time whose senders have not shown a valid key yet (512)'],
    maxUnprovenPerAddress: ['<number>', 'the same, from one address (64)'],
    maxRequestsPerAddress: ['<number>', 'requests a minute from one address (3000; 0: no limit)'],
    maxRequestsPerParty: ['<number>', 'requests a minute of one party (6000; 0: no limit)'],
    maxFailedAttempts: ['<number>', 'wrong keys before a klantcode is locked out at an address (20; 0: never)'],
    lockOutSeconds: ['<number>', 'how long a lock-out lasts (300)'],
    minBodyRate: ['<number>', 'bytes a second at which a message must arrive (500; 0: no limit)'],
    bodyGraceSeconds: ['<number>', 'how long a message may be slower than that (10)'],
    maxConnections: ['<number>', 'connections at one time (2048, or fewer when the process may open fewer files)'],
    maxConnectionsPerAddress: ['<number>', 'the same, from one address (256; 0: no limit)'],
    stallSeconds: ['<number>', 'after how long an unread answer is dropped (60)'],
  },
} as const satisfies Readonly<Record<string, { readonly [Name in keyof Config | 'config']?: Help }>>;

type Groups = typeof SETTING_GROUPS;
type Listed = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];
/** Does not compile when a setting has no help. */
export type EverySettingIsListed = Exclude<keyof Config, Listed> extends never ? true : never;
export const everySettingIsListed: EverySettingIsListed = true;

/** The settings of one group, by name. */
export function settingsIn(group: keyof Groups): readonly (SettingHelp & { readonly name: string })[] {
  return Object.entries<Help>(SETTING_GROUPS[group]).map(([name, [value, text]]) => ({
    name,
    text,
    ...supplied({ value }),
  }));
}

export const SETTING_GROUP_NAMES = Object.keys(SETTING_GROUPS) as readonly (keyof Groups)[];
