import { type CheckedKey, checkKey, type KeyVerdict } from '../../admin/credentials/check-key.js';
import type { Config } from '../../config/config.js';
import { openKeyring } from '../../secret/open-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import { note, print, printTable } from '../terminal/print.js';
import { givenKey } from './given-key.js';

export interface CheckKeyOptions {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly keyFile: string;
}

/** What would become of a message with this klantcode, klantnaam and key. Errors: `CommandError`, `StoreError`. */
export async function checkGivenKey(config: Config, { klantcode, klantnaam, keyFile }: CheckKeyOptions): Promise<CheckedKey> {
  const autorisatiesleutel = (await givenKey({ keyFile })) as string;
  return withExistingStore(config, async (store) =>
    checkKey(await store.directory(), await openKeyring(config, store), { autorisatiesleutel, klantcode, klantnaam }, new Date()),
  );
}

const WORDS: Readonly<Record<KeyVerdict, string>> = {
  fits: 'klantcode, klantnaam and key fit',
  'unknown-klantcode': 'no party has this klantcode: see uwlr party list',
  'other-klantnaam': 'the klantnaam is another one than that of the party: see uwlr party list',
  'unknown-key': 'no party has this key',
  'key-of-other-party': 'the key is that of another party',
  'not-yet-in-force': 'the key is not in force yet',
  over: 'the term of the key is over',
  revoked: 'the key was revoked',
  'no-agreement': 'the key is in force, but no agreement about its schools is',
};

export function printCheckedKey({ verdict, klantcode, key, opens, needsCertificate }: CheckedKey): void {
  print(`${klantcode}: ${WORDS[verdict]}`);
  if (key !== undefined) {
    const end = key.revokedAt === undefined ? key.until : key.revokedAt;
    print(`Key ${key.id}: schools ${key.schools.join(', ')}, from ${key.from}${end === undefined ? '' : ` until ${end}`}`);
  }
  if (opens.length > 0) {
    const rows = opens.map(({ school, exchange, agreement, from, until, paused }) => [
      ...[school, exchange, agreement, from],
      `${until ?? '-'}${paused ? ' (the school is paused)' : ''}`,
    ]);
    printTable(['SCHOOL', 'EXCHANGE', 'AGREEMENT', 'FROM', 'UNTIL'], rows, '');
  }
  if (needsCertificate) note('Note: the party must also present its client certificate, which was not checked.');
}
