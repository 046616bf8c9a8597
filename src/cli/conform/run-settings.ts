import type { Command } from 'commander';
import { maskUrl } from '../../conformance/mask/mask-headers.js';
import type { RunSettings } from '../../conformance/report/report.js';
import { ADDRESS } from './config-file.js';

/** Flags that are a length of time. */
const DURATIONS: readonly string[] = ['patience', 'wait', 'watch', 'slow'];

/**
 * Flags that stand in a report, so that `replay` can ask the same again. No file of a key, no key of a pupil, nothing that is about the report
 * itself.
 */
const KEPT: ReadonlySet<string> = new Set([
  'resultsUrl',
  'klantcode',
  'klantnaam',
  'school',
  'otherSchool',
  'schoolYear',
  'version',
  'profile',
  'gegevenssetid',
  'level',
  'seed',
  'safe',
  'schema',
  'sector',
  'learners',
  'needs',
  'listenHost',
  'listenPort',
  'unattended',
  ...DURATIONS,
  'ledgerUrl',
  'ledgerFile',
]);

/** Flags that are an address. Its query may be a credential: it stays out of reports. */
const ADDRESSES: ReadonlySet<string> = new Set([ADDRESS, 'resultsUrl', 'ledgerUrl']);

/** Whether a flag of this name can stand in a report: any other in one was put there by somebody, and may read files or send secrets. */
export function isKeptSetting(name: string): boolean {
  return name === ADDRESS || KEPT.has(name);
}

/** Values as they stand on the command line. */
export function settingsOf(command: Command, address: string | undefined): RunSettings {
  const values = Object.entries(command.opts<Readonly<Record<string, unknown>>>());
  const kept = values.filter(([name, value]) => KEPT.has(name) && value !== undefined);
  return {
    ...(address === undefined ? {} : { [ADDRESS]: maskUrl(address) }),
    ...Object.fromEntries(kept.map(([name, value]) => [name, written(name, value)])),
  };
}

function written(name: string, value: unknown): string | number | boolean {
  if (DURATIONS.includes(name)) return `${Math.ceil(Number(value) / 1000)}s`;
  return ADDRESSES.has(name) ? maskUrl(String(value)) : plain(value);
}

function plain(value: unknown): string | number | boolean {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
