import { readFileSync } from 'node:fs';

/** The version of this gateway, as in package.json. The same from `src/soap` and from `dist/soap`. */
export const VERSION = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** How everything that the gateway sends names its sender, unless a connection has a User-Agent of its own. */
export const USER_AGENT = `uwlr-gateway/${VERSION}`;
