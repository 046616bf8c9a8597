import leven from 'leven';
import { ConfigError } from './config-error.js';

/** Of the command line for one, of the test runs the others: no settings, and none of anybody's mistakes. */
const NOT_SETTINGS: ReadonlySet<string> = new Set([
  'UWLR_TOKEN_FILE',
  'UWLR_CONFORM_KEY',
  'UWLR_THOROUGH',
  'UWLR_SEED',
  'UWLR_RUNS',
  'UWLR_MESSAGES',
]);

/** What Kubernetes and Docker links put into the environment for a service whose name begins with `uwlr`. */
const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT|PORT_\d{1,5}_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;

/** Most letters that may differ between a name and the one that was meant. */
const MOST_EDITS = 3;
const SHOWABLE = /^[\w-]{1,64}$/;

/**
 * Names in the environment that begin as ours do and are no setting. `known`: the names of the settings there. Throws `ConfigError`, which
 * names each with the setting that was probably meant, and no value.
 */
export function refuseUnknownVariables(env: Readonly<Record<string, string | undefined>>, known: readonly string[]): void {
  const unknown = Object.entries(env).filter(
    ([name, value]) => /^uwlr_/i.test(name) && !known.includes(name) && !NOT_SETTINGS.has(name) && !isServiceLink(name, value ?? ''),
  );
  if (unknown.length > 0) throw complaint(unknown.map(([name]) => name).sort(), known, 'in the environment');
}

/** The same for the names in a settings file. */
export function refuseUnknownNames(names: readonly string[], known: readonly string[], where: string): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw complaint(unknown, known, where);
}

/** The known name that comes closest, when it comes close; capitals, `-`, `_` and `UWLR_` do not count. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const folded = fold(name);
  const distances = known.map((one) => ({ one, edits: leven(folded, fold(one)), length: fold(one).length }));
  const close = distances.filter(({ edits, length }) => edits <= Math.min(MOST_EDITS, Math.floor(length / 2)));
  return close.sort((one, other) => one.edits - other.edits)[0]?.one;
}

function complaint(unknown: readonly string[], known: readonly string[], where: string): ConfigError {
  const [first = '', ...others] = unknown.map((name) => {
    const guess = meant(name, known);
    return [shown(name), guess === undefined ? '' : ` (did you mean ${guess}?)`].join('');
  });
  if (others.length === 0) return new ConfigError(first, `is not a setting, and stands ${where}: uwlr help settings lists them`);
  return new ConfigError([first, ...others].join(', '), `are not settings, and stand ${where}: uwlr help settings lists them`);
}

/** A name that does not look like one may be anything, also a secret in the wrong place. */
function shown(name: string): string {
  return SHOWABLE.test(name) ? name : `a name of ${name.length} characters`;
}

function fold(name: string): string {
  return name
    .replace(/^uwlr_/i, '')
    .replace(/[_-]/g, '')
    .toLowerCase();
}

function isServiceLink(name: string, value: string): boolean {
  if (SERVICE_LINK.test(name) || name.includes('_SERVICE_PORT_')) return true;
  return name.endsWith('_PORT') && /^(?:tcp|udp|sctp):\/\//.test(value);
}
