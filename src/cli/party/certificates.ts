import { type Command, InvalidArgumentError, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import type { PartyCertificates } from '../../directory/directory.js';
import { StoreError } from '../../store/store-error.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { text } from '../terminal/arguments.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface Options {
  readonly party: string;
  readonly fingerprint?: readonly string[];
  readonly oin?: string;
  readonly none?: true;
  readonly json?: true;
}

export function registerCertificates(party: Command, session: Session): void {
  party
    .command('certificates')
    .description('set the client certificates that a party must present')
    .addOption(new Option('--party <klantcode>', 'the party').argParser(text(64)).makeOptionMandatory())
    .addOption(
      new Option(
        '--fingerprint <fingerprints>',
        'SHA-256 of certificates, as openssl x509 -fingerprint -sha256 prints it, with commas',
      ).argParser(fingerprints),
    )
    .addOption(new Option('--oin <number>', 'OIN in the subject (serialNumber, 20 digits)').argParser(oin))
    .addOption(new Option('--none', 'it may come without').conflicts(['fingerprint', 'oin']))
    .addOption(jsonOption())
    .action((options: Options) => setCertificates(session, options));
}

async function setCertificates(session: Session, { party, fingerprint = [], oin: number, none, json }: Options): Promise<void> {
  if (none === undefined && number === undefined && fingerprint.length === 0)
    throw wrongUsage('give --fingerprint, --oin or both; or --none');
  const certificates: PartyCertificates | undefined =
    none === undefined ? { fingerprints: fingerprint, ...supplied({ oin: number }) } : undefined;
  await withExistingStore(session.config(), (store) => store.setCertificates(party, certificates)).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'unknown'
      ? negativeAnswer(`there is no party ${party}: add it with uwlr party add`)
      : error;
  });
  if (json) printJson({ party, certificates: certificates ?? null });
  else if (certificates === undefined) print(`${party} needs no client certificate.`);
  else print(`${party} must present a client certificate: ${wordsOf(certificates)}.`);
}

function wordsOf({ oin: number, fingerprints: those }: PartyCertificates): string {
  const listed = those.length === 0 ? [] : [`${those.length === 1 ? 'the one that is' : `one of the ${those.length} that are`} listed`];
  return [...listed, ...(number === undefined ? [] : [`one of OIN ${number}`])].join(', or ');
}

function fingerprints(given: string, before: readonly string[] = []): readonly string[] {
  const read = given.split(',').map((one) =>
    one
      .trim()
      .replace(/^sha256(?: fingerprint)?[=:]/i, '')
      .replaceAll(':', '')
      .toLowerCase(),
  );
  if (!read.every((one) => /^[0-9a-f]{64}$/.test(one)))
    throw new InvalidArgumentError('Expected SHA-256 fingerprints, 64 hex digits each.');
  return [...new Set([...before, ...read])];
}

function oin(given: string): string {
  if (/^\d{20}$/.test(given.trim())) return given.trim();
  throw new InvalidArgumentError('Expected an OIN of 20 digits.');
}
