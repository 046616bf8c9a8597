import { type Command, InvalidArgumentError, Option } from 'commander';
import { sealChecks } from '../../audit-seal.js';
import type { AuditBreakKind, AuditVerdict } from '../../store/audit-chain.js';
import { existingKeyring } from '../existing-keyring.js';
import { EXIT } from '../exit-code.js';
import { jsonOption } from '../json-option.js';
import { withExistingStore } from '../open-store.js';
import { note, print, printJson } from '../print.js';
import type { Session } from '../session.js';

interface VerifyOptions {
  readonly expect?: string;
  readonly json?: true;
}

const MEANING: Readonly<Record<AuditBreakKind, string>> = {
  changed: 'is not what it was',
  missing: 'is gone',
  inserted: 'was put in, or something just before it',
  reordered: 'is not in its place',
  cut: 'is where something was cut off',
  'seal wrong': 'is not as it was sealed, or has no seal of this gateway that it must have',
};

export function registerAuditVerify(audit: Command, session: Session): void {
  audit
    .command('verify')
    .description('say whether the audit is what the gateway wrote: nothing changed, added or gone')
    .addOption(new Option('--expect <hash>', 'the head as it was noted elsewhere: one of the entries must have it').argParser(hash))
    .addOption(jsonOption())
    .action((options: VerifyOptions) => verify(session, options));
}

async function verify(session: Session, { expect, json }: VerifyOptions): Promise<void> {
  const config = session.config();
  const { verdict, keyring } = await withExistingStore(config, async (store) => {
    const keyring = await existingKeyring(config, store);
    const checks = keyring === undefined ? {} : sealChecks(keyring);
    return { keyring, verdict: await store.verifyAudit({ ...checks, ...(expect === undefined ? {} : { expect }) }) };
  });
  if (verdict.broken !== undefined) session.exitCode = EXIT.no;
  if (keyring === undefined) note('uwlr: there is no secret here, so the seals were not looked at');
  if (json) printJson({ ok: verdict.broken === undefined, ...verdict });
  else printVerdict(verdict);
}

function printVerdict({ entries, first, head, seals, sealedTo, broken }: AuditVerdict): void {
  if (broken !== undefined) {
    print(`Broken: entry ${broken.seq} ${MEANING[broken.kind]} (${broken.kind}).`);
    return;
  }
  const range = entries === 0 ? 'nothing yet' : `${entries} entries, ${first} to ${head.seq}`;
  print(`Good: ${range}; ${seals} seals, up to entry ${sealedTo}.`);
  print(`Head: ${head.hash}`);
}

function hash(given: string): string {
  if (/^[0-9a-f]{64}$/.test(given)) return given;
  throw new InvalidArgumentError('Expected 64 hexadecimal digits, as uwlr audit verify prints them.');
}
