import type { Command } from 'commander';
import { fingerprintOf, signerOf, verifyingKey } from '../../../conformance/report/signature.js';
import { supplied } from '../../../core/supplied.js';
import type { Session } from '../../open/session.js';
import { EXIT } from '../../terminal/exit-code.js';
import { jsonOption } from '../../terminal/json-option.js';
import { print, printJson } from '../../terminal/print.js';
import { keyInFile } from '../key-in-file.js';

interface VerifyOptions {
  readonly key?: string;
  readonly json?: true;
}

export function registerConformVerify(conform: Command, session: Session): void {
  conform
    .command('verify')
    .description('check the signature of a report; nothing is sent')
    .argument('<report>', 'report as JSON; - for standard input')
    .option('--key <file>', 'public key that it should be signed with, PEM; without it any key will do')
    .addOption(jsonOption())
    .action(async (file: string, { key, json }: VerifyOptions) => {
      const { reportIn } = await import('../report-in.js');
      const report = await reportIn(file);
      const wanted = key === undefined ? undefined : fingerprintOf(await keyInFile(key, verifyingKey));
      const signer = signerOf(report);
      const verified = signer !== undefined && (wanted === undefined || wanted === signer);
      if (!verified) session.exitCode = EXIT.no;
      if (json) printJson({ verified, signed: report.signature !== undefined, ...supplied({ signer }) });
      else print(verdictLine(report.signature !== undefined, signer, wanted));
    });
}

function verdictLine(signed: boolean, signer: string | undefined, wanted: string | undefined): string {
  if (!signed) return 'Not signed.';
  if (signer === undefined) return 'WRONG: this is not the report that was signed.';
  if (wanted === undefined)
    return `Unchanged since it was signed with key ${signer}. Whose key that is, only its owner can say: compare it, or give --key.`;
  return wanted === signer ? `Unchanged since it was signed with key ${signer}.` : `WRONG: signed with another key, ${signer}.`;
}
