import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { readTls } from '../../src/config/tls.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { type Authority, hasOpenssl, makeAuthority, type SignedPair } from '../support/authority.js';
import { KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';

const inCi = process.env['CI'] !== undefined;
const describeHere = hasOpenssl || inCi ? describe : describe.skip;
if (!hasOpenssl) console.info(`openssl is not installed here${inCi ? ', and in CI it has to be.' : ': TLS is not tried.'}`);

const OIN = '00000001234567890000';
let directory: string;
let authority: Authority;
let server: SignedPair;
let renewed: SignedPair;
let vendor: SignedPair;
let otherVendor: SignedPair;
let stranger: SignedPair;
let weak: SignedPair;

interface Reply {
  readonly status: number;
  readonly text: string;
  /** Serial number of the certificate that the server showed. */
  readonly shown: string;
}

/** One request over TLS, on a connection of its own unless an agent is given. */
function ask(url: string, options: RequestOptions = {}, body?: string): Promise<Reply> {
  const method = body === undefined ? 'GET' : 'POST';
  const headers = { ...(body === undefined ? {} : { 'content-type': 'text/xml' }), ...options.headers };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent: false, ca: authority.ca, servername: 'localhost', method, ...options, headers },
      async (incoming) => {
        const shown = (incoming.socket as TLSSocket).getPeerCertificate().serialNumber;
        let text = '';
        for await (const piece of incoming) text += String(piece);
        resolve({ status: incoming.statusCode ?? 0, text, shown });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

let minute = 0;
async function deliver(gateway: Gateway, options: RequestOptions = {}): Promise<string> {
  const aanmaakdatum = `2026-01-15T09:${String(minute++).padStart(2, '0')}:00+01:00`;
  const { status, text } = await ask(`${gateway.url}/soap/leerresultaten`, options, message({ aanmaakdatum }));
  return status === 200 ? 'accepted' : (/<faultcode>s:([^<]*)/.exec(text)?.[1] ?? String(status));
}

const fingerprintOf = ({ cert }: SignedPair) => new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
const showing = ({ cert, key }: SignedPair): RequestOptions => ({ cert, key });

describeHere('TLS in the gateway', () => {
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'uwlr-tls-'));
    authority = makeAuthority(directory);
    const forLocalhost = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
    server = authority.sign('server', '/CN=localhost', forLocalhost);
    renewed = authority.sign('renewed', '/CN=localhost', forLocalhost);
    weak = authority.sign('weak', '/CN=localhost', 'subjectAltName=DNS:localhost', '-sha1');
    vendor = authority.sign('vendor', `/CN=Verzonnen leverancier/serialNumber=${OIN}`);
    otherVendor = authority.sign('other', `/CN=serialNumber\\=${OIN}/serialNumber=00000009876543210000`);
    stranger = makeAuthority(directory, 'vreemd').sign('stranger', `/CN=Vreemde/serialNumber=${OIN}`);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const settings = () => ({ tlsCert: server.certFile, tlsKey: server.keyFile });

  describe('with a party that is bound to a client certificate', () => {
    let running: Running;
    beforeAll(async () => {
      running = await startTestGateway({ settings: { ...settings(), tlsClientAuth: 'request', tlsClientCa: authority.caFile } });
      await running.gateway.store.setCertificates(PARTY.klantcode, { fingerprints: [], oin: OIN });
    });
    afterAll(() => running.stop());

    test('speaks https, also for health, and names it in the WSDL', async () => {
      const { gateway } = running;
      expect(gateway.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      expect(await ask(`${gateway.url}/livez`)).toMatchObject({ status: 200, text: 'ok\n' });
      expect((await ask(`${gateway.url}/soap/leerresultaten?wsdl`)).text).toContain(`${gateway.url}/soap/leerresultaten`);
      await expect(fetch(gateway.url.replace('https', 'http'))).rejects.toThrow();
    });

    test('speaks nothing older than TLS 1.2', async () => {
      const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      await expect(ask(`${running.gateway.url}/livez`, old)).rejects.toThrow();
      expect(await ask(`${running.gateway.url}/livez`, { maxVersion: 'TLSv1.2' })).toMatchObject({ status: 200 });
    });

    test('takes the right key with the right certificate, by its OIN or its fingerprint', async () => {
      const { gateway } = running;
      expect(await deliver(gateway, showing(vendor))).toBe('accepted');
      expect(await deliver(gateway, showing(otherVendor))).toBe('Client.AutorisatieOngeldig');
      await gateway.store.setCertificates(PARTY.klantcode, { fingerprints: [fingerprintOf(otherVendor)] });
      expect([await deliver(gateway, showing(vendor)), await deliver(gateway, showing(otherVendor))]).toEqual([
        'Client.AutorisatieOngeldig',
        'accepted',
      ]);
      await gateway.store.setCertificates(PARTY.klantcode, { fingerprints: [], oin: OIN });
    });

    test('knows the certificate again when a client resumes its session, and on a connection that stays open', async () => {
      const { gateway } = running;
      const agent = new Agent({ keepAlive: true, maxSockets: 1, maxCachedSessions: 10 });
      const closing = new Agent({ keepAlive: false, maxCachedSessions: 10 });
      for (const one of [agent, closing]) {
        const outcomes = [];
        for (let n = 0; n < 3; n++) outcomes.push(await deliver(gateway, { ...showing(vendor), agent: one }));
        expect(outcomes).toEqual(['accepted', 'accepted', 'accepted']);
        one.destroy();
      }
    });

    test.each<[string, () => RequestOptions]>([
      ['no certificate', () => ({})],
      ['a certificate that somebody else signed, with the same OIN', () => showing(stranger)],
      [
        'a header with the right one, which nobody was told to believe',
        () => ({ headers: { 'client-cert': encodeURIComponent(vendor.cert) } }),
      ],
    ])('refuses the right key with %s as a wrong key, and tells the operator only', async (_what, options) => {
      const { gateway } = running;
      const wrong = await ask(`${gateway.url}/soap/leerresultaten`, showing(vendor), message({ sleutel: KEY.replace(/.$/, 'x') }));
      const right = await ask(`${gateway.url}/soap/leerresultaten`, options(), message());
      const steady = ({ status, text }: Reply) => [status, text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<exchange>')];
      expect(steady(right)).toEqual(steady(wrong));
      const { items } = await gateway.store.exchanges({ limit: 2 });
      expect(items.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([['UWLR-EX-002', 'UWLR-EX-012'], ['UWLR-EX-002']]);
    });
  });

  test('lets nobody in without a client certificate when that is required', async () => {
    const running = await startTestGateway({ settings: { ...settings(), tlsClientAuth: 'require', tlsClientCa: authority.caFile } });
    try {
      expect(await deliver(running.gateway, showing(vendor))).toBe('accepted');
      for (const options of [{}, showing(stranger)]) await expect(ask(`${running.gateway.url}/livez`, options)).rejects.toThrow();
    } finally {
      await running.stop();
    }
  });

  test('takes a renewed certificate without dropping a connection, and keeps the old one while the new one is of no use', async () => {
    const [certFile, keyFile] = [path.join(directory, 'live.pem'), path.join(directory, 'live.key')];
    const put = ({ certFile: cert, keyFile: key }: SignedPair) => {
      copyFileSync(cert, certFile);
      copyFileSync(key, keyFile);
    };
    put(server);
    const { gateway, log, stop } = await startTestGateway({ settings: { tlsCert: certFile, tlsKey: keyFile } });
    const serialOf = ({ cert }: SignedPair) => new X509Certificate(cert).serialNumber;
    const open = connect({ port: gateway.port, host: '127.0.0.1', servername: 'localhost', ca: authority.ca });
    try {
      await once(open, 'secureConnect');
      copyFileSync(renewed.certFile, certFile);
      gateway.renewCertificates();
      gateway.renewCertificates();
      expect((await ask(`${gateway.url}/livez`)).shown).toBe(serialOf(server));
      expect(log().match(/"certificates not renewed"/g)).toHaveLength(1);
      expect(log()).toContain('UWLR_TLS_KEY holds a key that does not belong to the certificate');
      put(weak);
      gateway.renewCertificates();
      expect((await ask(`${gateway.url}/livez`)).shown).toBe(serialOf(server));
      put(renewed);
      gateway.renewCertificates();
      expect(log().match(/"certificates renewed"/g)).toHaveLength(1);
      expect((await ask(`${gateway.url}/livez`)).shown).toBe(serialOf(renewed));
      open.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
      expect(String((await once(open, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
      expect(open.getPeerCertificate().serialNumber).toBe(serialOf(server));
    } finally {
      open.destroy();
      await stop();
    }
  });

  describe('does not start', () => {
    const broken = (name: string, text: string) => {
      const file = path.join(directory, name);
      writeFileSync(file, text);
      return file;
    };
    test.each<[string, string, () => Record<string, string>]>([
      ['the key of another certificate', 'UWLR_TLS_KEY', () => ({ tlsKey: renewed.keyFile })],
      ['a key that is none', 'UWLR_TLS_KEY', () => ({ tlsKey: broken('no.key', 'geheim') })],
      ['a certificate that is none', 'UWLR_TLS_CERT', () => ({ tlsCert: broken('no.pem', 'geheim') })],
      ['a certificate that was signed with SHA-1', 'UWLR_TLS_CERT', () => ({ tlsCert: weak.certFile, tlsKey: weak.keyFile })],
      ['a file that is a directory', 'UWLR_TLS_CERT', () => ({ tlsCert: directory })],
      [
        'a client authority that is none',
        'UWLR_TLS_CLIENT_CA',
        () => ({
          tlsClientAuth: 'require',
          tlsClientCa: broken('ca-no.pem', '-----BEGIN CERTIFICATE-----\nZ2VoZWlt\n-----END CERTIFICATE-----'),
        }),
      ],
    ])('with %s, and names the setting', async (_what, setting, wrong) => {
      const data = path.join(directory, 'data');
      const started = startGateway(loadConfig({ data, port: 0, ...settings(), ...wrong() }, {}));
      await expect(started).rejects.toMatchObject({ name: 'ConfigError', setting, message: expect.not.stringContaining('geheim') });
    });

    test('but not for the byte order mark of an editor', async () => {
      const files = { tlsCert: broken('merk.pem', `\ufeff${server.cert}`), tlsKey: broken('merk.key', `\ufeff${server.key}`) };
      const { gateway, stop } = await startTestGateway({ settings: files });
      expect((await ask(`${gateway.url}/livez`)).status).toBe(200);
      await stop();
    });

    test('with a certificate whose time is over, or has not come', () => {
      const { validFrom, validTo } = new X509Certificate(server.cert);
      const at = (text: string, days: number) => new Date(new Date(text).getTime() + days * 86_400_000);
      const config = { ...settings(), tlsClientAuth: 'none' as const };
      const expired = { setting: 'UWLR_TLS_CERT', problem: 'holds a certificate that has expired' };
      expect(() => readTls(config, at(validTo, 1))).toThrow(expect.objectContaining(expired));
      const early = { setting: 'UWLR_TLS_CERT', problem: 'holds a certificate that is not valid yet' };
      expect(() => readTls(config, at(validFrom, -1))).toThrow(expect.objectContaining(early));
    });
  });

  describe('behind a proxy that hands on the certificate', () => {
    let running: Running;
    beforeAll(async () => {
      running = await startTestGateway({ settings: { trustedProxies: '127.0.0.1/32', clientCertHeader: 'Client-Cert' } });
      await running.gateway.store.setCertificates(PARTY.klantcode, { fingerprints: [], oin: OIN });
    });
    afterAll(() => running.stop());

    const der = (pair: SignedPair) => new X509Certificate(pair.cert).raw.toString('base64');
    test.each<[string, string, () => string | undefined]>([
      ['PEM in percent-encoding (nginx)', 'accepted', () => encodeURIComponent(vendor.cert)],
      ['DER in base64 between colons (RFC 9440)', 'accepted', () => `:${der(vendor)}:`],
      ['the certificate of another', 'Client.AutorisatieOngeldig', () => encodeURIComponent(otherVendor.cert)],
      ['two certificates', 'Client.AutorisatieOngeldig', () => encodeURIComponent(otherVendor.cert + vendor.cert)],
      ['two headers in one', 'Client.AutorisatieOngeldig', () => `:${der(otherVendor)}:, :${der(vendor)}:`],
      ['nothing of the kind', 'Client.AutorisatieOngeldig', () => '%E0%A4%A'],
      ['no header', 'Client.AutorisatieOngeldig', () => undefined],
    ])('%s is %s', async (_what, outcome, header) => {
      const value = header();
      const aanmaakdatum = `2026-01-15T10:${String(minute++).padStart(2, '0')}:00+01:00`;
      const { code = 'accepted' } = await post(
        running.gateway,
        message({ aanmaakdatum }),
        value === undefined ? {} : { 'client-cert': value },
      );
      expect(code).toBe(outcome);
      expect(running.log()).not.toContain(der(vendor).slice(0, 40));
    });
  });
});
