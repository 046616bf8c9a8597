import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect, promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { alertSecretOf } from '../../src/config/alert-settings.js';
import { loadConfig } from '../../src/config/config.js';
import { ConfigError } from '../../src/config/config-error.js';
import { loadExtensions } from '../../src/config/load-extensions.js';
import { loadSecret } from '../../src/secret/secret-file.js';

const run = promisify(execFile);
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'uwlr-config-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const GOOD = 'an invented secret of more than 32 bytes';
const load = (env: Record<string, string> = {}, flags: Record<string, unknown> = {}, file?: string) =>
  loadConfig(flags, { UWLR_DATA: directory, ...env }, file);

function refusal(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  throw new Error('accepted');
}

describe('settings', () => {
  test('have defaults that need nothing to be set', () => {
    expect(loadConfig({}, {})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      data: path.resolve('data'),
      logLevel: 'info',
      maxMessageBytes: 67_108_864,
      maxWorkBytes: 268_435_456,
      maxWorkMessages: 256,
      maxUnprovenMessages: 512,
      maxUnprovenPerAddress: 64,
      workers: 1,
      shutdownSeconds: 10,
      delivery: 'on',
      deliveryConcurrency: 8,
      deliveryLeaseSeconds: 60,
      retainResultsDays: 730,
      retainSignalsDays: 365,
      retainExercisesDays: 365,
      retainLeaverResultsDays: 730,
      retainLeaversDays: 30,
      retainExchangesDays: 365,
      retainDeliveriesDays: 365,
      retainAnnotationsDays: 730,
      retainDisclosuresDays: 730,
      retainErasuresDays: 1825,
      retainAuditDays: 730,
      shrinkLimit: 0.2,
      mode: 'development',
      allowTargets: [],
      tlsClientAuth: 'none',
      trustedProxies: [],
      forwardedHeader: 'x-forwarded-for',
      maxRequestsPerAddress: 3000,
      maxRequestsPerParty: 6000,
      maxFailedAttempts: 20,
      lockOutSeconds: 300,
      minBodyRate: 500,
      bodyGraceSeconds: 10,
      maxConnectionsPerAddress: 256,
      stallSeconds: 60,
    });
  });

  test('of retention and shrinking reach from nothing to all', () => {
    expect(load({ UWLR_RETAIN_LEAVERS_DAYS: '0', UWLR_SHRINK_LIMIT: '1' })).toMatchObject({ retainLeaversDays: 0, shrinkLimit: 1 });
    expect(load({ UWLR_RETAIN_EXCHANGES_DAYS: '1' })).toMatchObject({ retainExchangesDays: 1 });
    expect(() => load({ UWLR_RETAIN_EXCHANGES_DAYS: '0' })).toThrow('UWLR_RETAIN_EXCHANGES_DAYS must be a whole number from 1 to 36500');
    writeFileSync(path.join(directory, 'uwlr.json'), JSON.stringify({ shrinkLimit: 0.05 }));
    expect(load()).toMatchObject({ shrinkLimit: 0.05 });
    expect(load({}, { shrinkLimit: '.5' })).toMatchObject({ shrinkLimit: 0.5 });
  });

  test('are taken from flags before the environment, and from there before the file', () => {
    writeFileSync(path.join(directory, 'uwlr.json'), JSON.stringify({ port: 1, host: 'file', logLevel: 'error' }));
    const { port, host, logLevel } = load({ UWLR_PORT: '2', UWLR_HOST: 'environment' }, { port: 3, host: undefined });
    expect({ port, host, logLevel }).toEqual({ port: 3, host: 'environment', logLevel: 'error' });
  });

  test('that are empty count as not given', () => {
    expect(load({ UWLR_PORT: '', UWLR_PUBLIC_URL: '' })).toMatchObject({ port: 8080 });
    expect(load({ UWLR_PUBLIC_URL: '' })).not.toHaveProperty('publicUrl');
  });

  test('come from the file that --config names, with paths relative to that file', () => {
    mkdirSync(path.join(directory, 'etc'));
    writeFileSync(path.join(directory, 'etc', 'types.json'), '{}');
    const file = path.join(directory, 'etc', 'gateway.json');
    writeFileSync(file, JSON.stringify({ data: '../var', extensions: 'types.json' }));
    expect(loadConfig({}, {}, file)).toMatchObject({
      data: path.join(directory, 'var'),
      extensions: path.join(directory, 'etc', 'types.json'),
    });
  });

  test('of a file cannot be hidden in a prototype', () => {
    const file = path.join(directory, 'uwlr.json');
    for (const text of ['{"__proto__": {"port": 1}}', '{"constructor": {"prototype": {"port": 1}}}', '{"toString": "x"}']) {
      writeFileSync(file, text);
      expect(refusal(() => load()).message).toContain('is not a setting, and stands in the settings file uwlr.json');
    }
    expect(({} as Record<string, unknown>)['port']).toBeUndefined();
  });

  test('of size take units', () => {
    expect(load({ UWLR_MAX_MESSAGE_BYTES: '2MiB', UWLR_MAX_WORK_BYTES: '3145728' })).toMatchObject({
      maxMessageBytes: 2_097_152,
      maxWorkBytes: 3_145_728,
    });
  });

  test('of several workers need PostgreSQL', () => {
    const url = { UWLR_DATABASE_URL: 'postgres://uwlr@db.example/uwlr' };
    expect(load({ UWLR_WORKERS: '64', ...url }).workers).toBe(64);
    expect(load({ UWLR_WORKERS: '1' }).workers).toBe(1);
    expect(() => load({ UWLR_WORKERS: '2' })).toThrow('UWLR_WORKERS of more than 1 needs PostgreSQL (UWLR_DATABASE_URL)');
    for (const wrong of ['0', '65', '-1', '1.5', 'many', '1e1']) {
      expect(() => load({ UWLR_WORKERS: wrong, ...url })).toThrow('UWLR_WORKERS must be a whole number from 1 to 64');
    }
  });

  test('let more be in work when one message may be larger than that', () => {
    expect(load({ UWLR_MAX_MESSAGE_BYTES: '1GiB' }).maxWorkBytes).toBe(1024 ** 3);
  });

  test('give the public URL without a slash at the end', () => {
    expect(load({ UWLR_PUBLIC_URL: 'https://uwlr.example.test/gw/' }).publicUrl).toBe('https://uwlr.example.test/gw');
  });
});

describe('settings of TLS', () => {
  test.each<[string, string, readonly string[]]>([
    ['UWLR_TLS_KEY', 'a certificate without a key', ['UWLR_TLS_CERT']],
    ['UWLR_TLS_CERT', 'a key without a certificate', ['UWLR_TLS_KEY']],
    ['UWLR_TLS_CLIENT_AUTH', 'authorities that nothing is asked of', ['UWLR_TLS_CERT', 'UWLR_TLS_KEY', 'UWLR_TLS_CLIENT_CA']],
  ])('are refused by the name %s for %s', (setting, _what, given) => {
    const file = path.join(directory, 'some.pem');
    writeFileSync(file, '');
    expect(refusal(() => load(Object.fromEntries(given.map((name) => [name, file])))).setting).toBe(setting);
  });

  test('that ask for client certificates need to know whose count', () => {
    const file = path.join(directory, 'some.pem');
    writeFileSync(file, '');
    const asking = { UWLR_TLS_CLIENT_AUTH: 'require', UWLR_TLS_CERT: file, UWLR_TLS_KEY: file };
    expect(refusal(() => load(asking)).setting).toBe('UWLR_TLS_CLIENT_CA');
    expect(load({ ...asking, UWLR_TLS_CLIENT_CA: file })).toMatchObject({ tlsClientAuth: 'require', tlsClientCa: file });
  });

  test('that believe a header about certificates need to know from whom', () => {
    expect(refusal(() => load({ UWLR_CLIENT_CERT_HEADER: 'X-Client-Cert' })).setting).toBe('UWLR_TRUSTED_PROXIES');
    const proxies = { UWLR_TRUSTED_PROXIES: '10.1.0.0/16, ::1', UWLR_CLIENT_CERT_HEADER: 'X-Client-Cert' };
    expect(load(proxies)).toMatchObject({ trustedProxies: ['10.1.0.0/16', '::1'], clientCertHeader: 'x-client-cert' });
  });
});

describe('settings of alerts', () => {
  const SIGNING = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const WEBHOOK = { UWLR_ALERT_WEBHOOK: 'https://alerts.example/hook?token=geheim', UWLR_ALERT_WEBHOOK_SECRET: SIGNING };
  const MAIL = {
    UWLR_ALERT_SMTP: 'smtp://gateway:geheim@mail.example:587',
    UWLR_ALERT_MAIL_FROM: 'gateway@school.example',
    UWLR_ALERT_MAIL_TO: 'beheer@school.example, dienst@school.example',
  };

  test('say where people are told of trouble, and print no password or token', () => {
    const config = load({ ...WEBHOOK, ...MAIL });
    expect(config.alertSmtp?.reveal()).toBe('smtp://gateway:geheim@mail.example:587');
    expect(config.alertMailTo).toEqual(['beheer@school.example', 'dienst@school.example']);
    expect(alertSecretOf(config)?.reveal()).toBe(SIGNING);
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toMatch(/geheim|whsec/);
  });

  test('take the secret from a file as well', () => {
    const file = path.join(directory, 'signing');
    writeFileSync(file, `${SIGNING}\n`);
    const { UWLR_ALERT_WEBHOOK } = WEBHOOK;
    const config = load({ UWLR_ALERT_WEBHOOK, UWLR_ALERT_WEBHOOK_SECRET_FILE: file });
    expect(alertSecretOf(config)?.reveal()).toBe(SIGNING);
    writeFileSync(file, 'geheim');
    const error = refusal(() => alertSecretOf(config));
    expect(error.setting).toBe('UWLR_ALERT_WEBHOOK_SECRET_FILE');
    expect(error.message).not.toContain('geheim');
  });

  test.each(Object.keys({ ...WEBHOOK, ...MAIL }))('only mean something together: without %s they are refused by its name', (name) => {
    const of = name in MAIL ? MAIL : WEBHOOK;
    expect(refusal(() => load({ ...of, [name]: '' })).setting).toBe(name);
  });
});

describe('a wrong value', () => {
  test.each([
    ['UWLR_PORT', 'http'],
    ['UWLR_PORT', '65536'],
    ['UWLR_PORT', '-1'],
    ['UWLR_PORT', 'tcp://10.11.12.13:80'],
    ['UWLR_HOST', 'every where'],
    ['UWLR_DATABASE_URL', 'mysql://user:geheim@db/uwlr'],
    ['UWLR_DATABASE_URL', 'geheim'],
    ['UWLR_PUBLIC_URL', 'uwlr.example.test'],
    ['UWLR_PUBLIC_URL', 'ftp://uwlr.example.test'],
    ['UWLR_PUBLIC_URL', 'https://user:geheim@uwlr.example.test'],
    ['UWLR_LOG_LEVEL', 'loud'],
    ['UWLR_MAX_MESSAGE_BYTES', '12 parsecs'],
    ['UWLR_MAX_MESSAGE_BYTES', '0'],
    ['UWLR_MAX_WORK_BYTES', '1MiB'],
    ['UWLR_MAX_WORK_MESSAGES', '0'],
    ['UWLR_SHUTDOWN_SECONDS', '1.5'],
    ['UWLR_EXTENSIONS', '/no/such/file.json'],
    ['UWLR_RETAIN_LEAVERS_DAYS', '-30'],
    ['UWLR_RETAIN_LEAVERS_DAYS', 'eeuwig'],
    ['UWLR_SHRINK_LIMIT', '1.1'],
    ['UWLR_SHRINK_LIMIT', '20%'],
    ['UWLR_TLS_CERT', '/no/such/file.pem'],
    ['UWLR_TLS_CLIENT_AUTH', 'perhaps'],
    ['UWLR_TRUSTED_PROXIES', 'proxy.example.test'],
    ['UWLR_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['UWLR_FORWARDED_HEADER', 'x-real-ip'],
    ['UWLR_CLIENT_CERT_HEADER', 'X Client Cert'],
    ['UWLR_MAX_REQUESTS_PER_ADDRESS', '-1'],
    ['UWLR_MAX_REQUESTS_PER_PARTY', 'many'],
    ['UWLR_MAX_FAILED_ATTEMPTS', '0.5'],
    ['UWLR_LOCK_OUT_SECONDS', '0'],
    ['UWLR_MIN_BODY_RATE', 'slow'],
    ['UWLR_BODY_GRACE_SECONDS', '301'],
    ['UWLR_SHRINK_LIMIT', '0,2'],
    ['UWLR_ALERT_WEBHOOK', 'mailto:geheim@school.example'],
    ['UWLR_ALERT_WEBHOOK_SECRET', 'whsec_geheim'],
    ['UWLR_ALERT_SMTP', 'https://geheim@mail.example'],
    ['UWLR_ALERT_MAIL_FROM', 'geheim'],
    ['UWLR_ALERT_MAIL_TO', 'Beheer <geheim@school.example>'],
    ['UWLR_ALERT_MAIL_TO', ','],
  ])('of %s is named, not repeated', (setting, value) => {
    const error = refusal(() => load({ [setting]: value }));
    expect(error.setting).toBe(setting);
    expect(error.message).toContain(setting);
    if (value.length > 3) expect(error.message).not.toContain(value);
    expect(error.message).not.toContain('geheim');
  });

  test.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['an unknown name', '{"prot": 8080}'],
    ['the data directory itself', '{"data": "elsewhere"}'],
    ['a nested value', '{"port": {"number": 8080}}'],
  ])('in the settings file is an error: %s', (_, content) => {
    writeFileSync(path.join(directory, 'uwlr.json'), content);
    expect(refusal(() => load()).message).toMatch(/uwlr\.json|UWLR_PORT/);
  });

  test('a settings file that --config names has to be there', () => {
    expect(refusal(() => load({}, {}, path.join(directory, 'none.json'))).message).toContain('ENOENT');
  });
});

describe('the secret', () => {
  test('is made once, readable for nobody else, when none is set', () => {
    const data = path.join(directory, 'new', 'data');
    const secret = loadSecret({ data });
    expect(secret.length).toBeGreaterThanOrEqual(64);
    expect(statSync(path.join(data, 'secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(data)).toEqual(['secret']);
    expect(loadSecret({ data })).toBe(secret);
  });

  test('comes from the environment, or from a file that it names', () => {
    const file = path.join(directory, 'mounted');
    writeFileSync(file, `${GOOD}\n`);
    expect(loadSecret(load({ UWLR_SECRET: GOOD }))).toBe(GOOD);
    expect(loadSecret(load({ UWLR_SECRET_FILE: file }))).toBe(GOOD);
    expect(readdirSync(directory)).toEqual(['mounted']);
  });

  test('is the closer one of two, and cannot be both in one place', () => {
    const flags = { secretFile: path.join(directory, 'mounted') };
    expect(load({ UWLR_SECRET: GOOD }, flags)).not.toHaveProperty('secret');
    expect(refusal(() => load({ UWLR_SECRET: GOOD, UWLR_SECRET_FILE: 'x' })).setting).toBe('UWLR_SECRET');
  });

  test('is not taken from a flag', () => {
    expect(load({}, { secret: GOOD })).not.toHaveProperty('secret');
  });

  test('that is short, empty or missing is refused by the name of its setting', () => {
    expect(refusal(() => loadSecret(load({ UWLR_SECRET: 'kort geheim' })))).toMatchObject({ setting: 'UWLR_SECRET' });
    expect(refusal(() => loadSecret(load({ UWLR_SECRET_FILE: path.join(directory, 'none') })))).toMatchObject({
      setting: 'UWLR_SECRET_FILE',
    });
    writeFileSync(path.join(directory, 'secret'), '');
    expect(refusal(() => loadSecret(load()))).toMatchObject({ setting: 'UWLR_DATA' });
  });

  test('and the database password print as nothing', () => {
    const config = load({ UWLR_SECRET: GOOD, UWLR_DATABASE_URL: 'postgres://uwlr:geheim@db/uwlr' });
    const printed = [JSON.stringify(config), inspect(config, { depth: 9, showHidden: true }), config.secret, config.databaseUrl].join();
    expect(printed).not.toMatch(/geheim|invented/);
    expect(config.databaseUrl?.reveal()).toBe('postgres://uwlr:geheim@db/uwlr');
  });

  test('cannot be made where nothing can be written', () => {
    writeFileSync(path.join(directory, 'file'), '');
    expect(refusal(() => loadSecret({ data: path.join(directory, 'file', 'data') }))).toMatchObject({ setting: 'UWLR_DATA' });
  });

  test('is one and the same when several processes start at once', async () => {
    const data = path.join(directory, 'shared');
    const built = pathToFileURL(path.resolve('dist/secret/secret-file.js')).href;
    const script = `import { loadSecret } from '${built}'; process.stdout.write(loadSecret({ data: process.argv[1] }));`;
    const secrets = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, ['--input-type=module', '-e', script, data])));
    expect(new Set(secrets.map(({ stdout }) => stdout))).toEqual(new Set([loadSecret({ data })]));
    expect(readdirSync(data)).toEqual(['secret']);
  });
});

describe('a file that a setting names', () => {
  const MARK = '\ufeff';
  const file = (content: string | Buffer) => {
    const name = path.join(directory, 'van-een-mens');
    writeFileSync(name, content);
    return name;
  };

  test('may begin with a byte order mark: settings, secret, extensions', async () => {
    expect(load({}, {}, file(`${MARK}{"port": 4711}\r\n`)).port).toBe(4711);
    expect(loadSecret(load({ UWLR_SECRET_FILE: file(`${MARK}\n${GOOD}\r\n\n`) }))).toBe(GOOD);
    expect((await loadExtensions(file(`${MARK}[]\n`))).size).toBe(0);
  });

  test.each([
    ['UTF-16', Buffer.from(`${MARK}{"an invented secret": "of more than 32 bytes"}`, 'utf16le'), 'is UTF-16: save it as UTF-8'],
    ['a control character', '{"an invented secret": "\u0001 of more than 32 bytes"}', 'holds a control character (U+0001, line 1)'],
  ])('is refused with its path and the reason: %s', async (_, content, reason) => {
    const name = file(content);
    const given: [ConfigError, string][] = [
      [refusal(() => load({}, {}, name)), 'the settings file'],
      [refusal(() => loadSecret(load({ UWLR_SECRET_FILE: name }))), 'UWLR_SECRET_FILE'],
      [(await loadExtensions(name).catch((error: unknown) => error)) as ConfigError, 'UWLR_EXTENSIONS'],
      [refusal(() => alertSecretOf({ alertWebhookSecretFile: name })), 'UWLR_ALERT_WEBHOOK_SECRET_FILE'],
    ];
    for (const [error, setting] of given) {
      for (const part of [setting, name, reason]) expect(error.message).toContain(part);
      expect(error.message).not.toContain('invented');
    }
  });
});

test('traces go where our setting or the variables of OpenTelemetry say, and nowhere when those switch them off', () => {
  const goesTo = (env: Record<string, string>) => loadConfig({}, env).otlpEndpoint?.reveal();
  const [base, whole] = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  expect(goesTo({})).toBeUndefined();
  expect(goesTo({ [base]: 'http://otel:4318/' })).toBe('http://otel:4318/v1/traces');
  expect(goesTo({ [base]: 'http://otel:4318', [whole]: 'https://elders/in?k=v' })).toBe('https://elders/in?k=v');
  expect(goesTo({ [base]: 'http://otel:4318', UWLR_OTLP_ENDPOINT: 'https://eigen/otlp' })).toBe('https://eigen/otlp/v1/traces');
  expect(goesTo({ [base]: 'http://otel:4318', OTEL_SDK_DISABLED: 'TRUE' })).toBeUndefined();
  expect(goesTo({ [base]: 'http://otel:4318', OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
  expect(() => goesTo({ [base]: 'geheim@otel' })).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that begins with http:// or https://');
  expect(() => goesTo({ [base]: 'http://otel:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
    'OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf or http/json',
  );
  const sampled = (sampler: string, share?: string) =>
    goesTo({
      [base]: 'http://otel:4318',
      OTEL_TRACES_SAMPLER: sampler,
      ...(share === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: share }),
    });
  for (const [sampler, share] of [
    ['always_on'],
    ['parentbased_always_off'],
    ['traceidratio'],
    ['parentbased_traceidratio', '0.1'],
  ] as const)
    expect(sampled(sampler, share)).toBeDefined();
  for (const share of ['10%', '-1', '1.5', 'half'])
    expect(() => sampled('traceidratio', share)).toThrow('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1');
  expect(() => sampled('alwayson')).toThrow('OTEL_TRACES_SAMPLER must be always_on, always_off or traceidratio');
});
