import tls from 'node:tls';
import { supplied } from '../../core/supplied.js';
import { hostOf, type Trust } from './special-sending.js';

/** What a TLS handshake came to. */
export type Handshake =
  | { readonly agreed: true; readonly protocol: string; readonly expires: string }
  | { readonly agreed: false; readonly why: string };

export interface HandshakeOptions extends Trust {
  readonly oldest?: tls.SecureVersion;
  readonly newest?: tls.SecureVersion;
  /** The name that the certificate is held against; that of the address unless given. */
  readonly name?: string;
  readonly patienceMs: number;
}

/** Makes a connection with TLS between these versions, and ends it. Certificates are verified. Never throws. */
export function shakeHands(url: string, { oldest, newest, name, patienceMs, ...trust }: HandshakeOptions): Promise<Handshake> {
  const { port } = new URL(url);
  const hostname = hostOf(url);
  return new Promise((resolve) => {
    const socket = tls.connect({
      host: hostname,
      port: port === '' ? 443 : Number(port),
      servername: name ?? hostname,
      ...trust,
      ...supplied({ minVersion: oldest }),
      // What is old is off by default in OpenSSL: here it has to be on, so that the other side can refuse it.
      ...(newest === undefined ? {} : { maxVersion: newest, ciphers: 'DEFAULT@SECLEVEL=0' }),
    });
    const end = (result: Handshake) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(patienceMs, () => end({ agreed: false, why: 'no answer in time' }));
    socket.once('error', (error: NodeJS.ErrnoException) => end({ agreed: false, why: error.code ?? 'the handshake failed' }));
    socket.once('secureConnect', () => {
      end({ agreed: true, protocol: socket.getProtocol() ?? '', expires: socket.getPeerCertificate().valid_to });
    });
  });
}
