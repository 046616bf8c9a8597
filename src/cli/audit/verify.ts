import { type Command, InvalidArgumentError, Option } from 'commander';
import { breakText } from '../../admin/audit/break-text.js';
import { checkAudit } from '../../admin/audit/check-audit.js';
import { existingKeyring } from '../../secret/existing-keyring.js';
import { opensSchools } from '../../secret/keyring-of.js';
import type { AuditVerdict } from '../../store/audit-chain.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { EXIT } from '../terminal/exit-code.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';

interface VerifyOptions {
  readonly expect?: string;
  readonly json?: true;
}

export function registerAuditVerify(audit: Command, session: Session): void {
  audit
    .command('verify')
    .description('verify that no audit entry was changed, added or removed')
    .addOption(new Option('--expect <hash>', 'a hash that was noted elsewhere: one of the seals or entries must have it').argParser(hash))
    .addOption(jsonOption())
    .action((options: VerifyOptions) => verify(session, options));
}

async function verify(session: Session, { expect, json }: VerifyOptions): Promise<void> {
  const config = session.config();
  const { verdict, outside, keyring, fits } = await withExistingStore(config, async (store) => {
    const keyring = await existingKeyring(config, store);
    const check = await checkAudit(config, store, keyring, expect);
    const fits = check.verdict.broken === undefined || keyring === undefined || (await opensSchools(store, keyring));
    return { keyring, fits, ...check };
  });
  if (verdict.broken !== undefined) session.exitCode = EXIT.no;
  if (keyring === undefined) note('uwlr: there is no secret here, so seals were compared with the entries, but not proven genuine');
  if (!fits) note('uwlr: the secret does not open the keys of the schools: seals that another one made look wrong with it');
  if (outside === undefined && verdict.seal !== undefined)
    note('uwlr: there is no seal outside the database, so removed seals at the end cannot be detected');
  if (json) printJson({ ok: verdict.broken === undefined, ...verdict });
  else printVerdict(verdict);
}

function printVerdict({ entries, first, head, chains, seals, earlierSeals = 0, sealedTo, seal, broken }: AuditVerdict): void {
  if (broken !== undefined) {
    const text = breakText(broken);
    print(`Broken: ${text}.`);
    if (broken.kind === 'restored') note('If this copy was put back on purpose: uwlr audit accept-restored');
    return;
  }
  const range = entries === 0 ? 'nothing yet' : `${entries} entries, ${first} to ${head.seq}, in ${chains} chains`;
  const earlier = earlierSeals === 0 ? '' : ` and ${earlierSeals} of an earlier version`;
  print(`Good: ${range}; ${seals} seals${earlier}, up to entry ${sealedTo}.`);
  if (seal !== undefined) print(`Head: seal ${seal.number}, ${seal.hash}`);
  else print(`Head: ${head.hash}`);
}

function hash(given: string): string {
  if (/^[0-9a-f]{64}$/.test(given)) return given;
  throw new InvalidArgumentError('Expected 64 hexadecimal digits, as uwlr audit verify prints them.');
}
