import { isIP } from 'node:net';
import type { ConformanceTest } from '../../../conformance-test.js';
import { type Handshake, type HandshakeOptions, shakeHands } from '../../../traffic/tls-probe.js';
import { fail, notApplicable, notTestable, type Outcome, pass } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';

/** An alert of the other side, or that it broke off. */
const IS_REFUSAL = /ALERT|ECONNRESET|EPIPE/;

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

function isTls({ config }: LasSubject): boolean {
  return config.url.startsWith('https:');
}

function handshake({ config, trust }: LasSubject, options: Partial<HandshakeOptions> = {}): Promise<Handshake> {
  const { hostname } = new URL(config.url);
  return shakeHands(config.url, { ...trust, patienceMs: config.patienceMs, ...(isIP(hostname) === 0 ? {} : { name: '' }), ...options });
}

function said(shaken: Handshake): { readonly kind: 'connection'; readonly text: string } {
  return {
    kind: 'connection',
    text: shaken.agreed ? `${shaken.protocol}, certificate valid to ${shaken.expires}` : `refused: ${shaken.why}`,
  };
}

/** The connection itself; only over TLS is there something to see. */
export const TLS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/http/tls',
    requirement: 'LAS-HTTP-15',
    revision: 1,
    level: 'standard',
    en: 'The service is reached over TLS',
    nl: 'De dienst wordt bereikt over TLS',
    async run(las): Promise<Outcome> {
      if (isTls(las)) {
        const shaken = await handshake(las);
        if (shaken.agreed) return pass(said(shaken));
        return fail({ expected: 'a handshake with TLS', actual: said(shaken).text, evidence: [said(shaken)] });
      }
      if (LOCAL.includes(new URL(las.config.url).hostname)) return notApplicable('it runs on this machine, without TLS');
      const plain = { kind: 'connection', text: 'an address with http' } as const;
      return fail({ expected: 'an address with https', actual: plain.text, evidence: [plain] });
    },
  },
  {
    id: 'las/http/tls-old',
    requirement: 'LAS-HTTP-16',
    revision: 1,
    level: 'standard',
    en: 'TLS 1.0 and 1.1 are refused',
    nl: 'TLS 1.0 en 1.1 worden geweigerd',
    async run(las): Promise<Outcome> {
      if (!isTls(las)) return notApplicable('it is reached without TLS');
      const today = await handshake(las);
      const old = await handshake(las, { oldest: 'TLSv1', newest: 'TLSv1.1' });
      if (!today.agreed) return notApplicable(`no handshake with TLS at all: ${today.why}`);
      // A handshake that hangs or that this machine does not begin is no refusal.
      if (!old.agreed && !IS_REFUSAL.test(old.why)) return notTestable(`a handshake below TLS 1.2 came to nothing: ${old.why}`);
      if (!old.agreed) return pass({ ...said(old), text: `TLS 1.1 and older: ${said(old).text}` }, said(today));
      return fail({ expected: 'no handshake below TLS 1.2', actual: `a handshake with ${old.protocol}`, evidence: [said(old)] });
    },
  },
  {
    id: 'las/http/certificate',
    requirement: 'LAS-HTTP-17',
    revision: 1,
    level: 'standard',
    en: 'The certificate is of the host, trusted and valid',
    nl: 'Het certificaat is van de host, vertrouwd en geldig',
    async run(las): Promise<Outcome> {
      if (!isTls(las)) return notApplicable('it is reached without TLS');
      const shaken = await handshake(las);
      if (shaken.agreed) return pass({ ...said(shaken), text: `verified: ${said(shaken).text}` });
      return fail({ expected: 'a certificate that can be verified', actual: said(shaken).text, evidence: [said(shaken)] });
    },
  },
];
