import type { Log } from '../../telemetry/log.js';
import type { Listener } from '../listener.js';

/** How often the files of TLS are looked at. Looking is reading two small files; being told is different on every file system. */
const EVERY_MS = 30_000;

/** Renews the certificates of a listener when their files change. Gives what does so at once, and what ends it. */
export function watchCertificates(listener: Pick<Listener, 'renewCertificates'>, log: Log): { renew(): void; stop(): void } {
  let failed = false;
  const renew = () => {
    try {
      if (listener.renewCertificates()) log.info('certificates renewed');
      failed = false;
    } catch (error) {
      // Files that stay wrong are worth one line, not one each time.
      if (!failed) log.error('certificates not renewed', { error });
      failed = true;
    }
  };
  const timer = setInterval(renew, EVERY_MS);
  timer.unref();
  return { renew, stop: () => clearInterval(timer) };
}
