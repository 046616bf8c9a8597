import { cpus, loadavg, totalmem } from 'node:os';
import { phpSoapVersion, versionOf } from './programs.js';
import { jaxWsVersion } from './servers/jax-ws.js';

/** What the numbers were taken on. */
export function machine() {
  const processors = cpus();
  return {
    cores: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
    memoryGB: Math.round(totalmem() / 1e9),
    loadBefore: loadavg()[0],
    node: process.version,
    xmllint: versionOf('xmllint'),
    java: versionOf('java'),
    php: phpSoapVersion(),
    jaxWs: jaxWsVersion(),
  };
}
