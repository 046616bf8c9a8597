import { hash as digestOf } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import { identify, inForce, type Proof } from '../../directory/authorise.js';
import type { Credential, Directory, Party } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Caller } from '../../soap/caller/caller.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import type { Guard } from '../limits/guard.js';
import { whyUnknown, whyUnproven } from '../refusal-reason.js';
import type { Reception } from './visitor.js';

/**
 * Who stands at the door, by the header alone: what the message holds makes no difference to what is counted. A key that the party once
 * had, and has no more, is no guess: it counts neither as a failure nor as the party's own.
 */
export function receive(
  {
    directory,
    keyring,
    guard,
    now,
  }: { readonly directory: Directory; readonly keyring: Keyring; readonly guard: Guard; readonly now: Date },
  header: Autorisatie,
  caller: Caller,
): Reception {
  const locked = guard.claims(caller, header.klantcode);
  if (locked !== undefined) return { turnedAway: locked };
  const reception = receiveAgain({ directory, keyring, now }, header, caller);
  const { visitor } = reception;
  if (!visitor?.proof.keyIsTheirs || !visitor.proof.certificateFits) guard.failed(caller, header.klantcode);
  const turnedAway = visitor?.proof.holds ? guard.proved(caller, visitor.party.klantcode) : undefined;
  return turnedAway === undefined ? reception : { turnedAway };
}

/** The same without counting anything: for who was received before. */
export function receiveAgain(
  { directory, keyring, now }: { readonly directory: Directory; readonly keyring: Keyring; readonly now: Date },
  header: Autorisatie,
  caller: Caller,
): Reception {
  const party = identify(directory, header);
  if (party === undefined) return { refusal: whyUnknown(directory, header) };
  const proof = prove(directory, keyring, party, header, caller, now);
  const visitor = { party, proof };
  if (proof.holds) return { visitor, proved: true };
  return { visitor, proved: false, ...supplied({ refusal: whyUnproven(party, proof, now.toISOString()) }) };
}

/**
 * Holds the key of a header, and the certificate of the connection, against what is kept of a party.
 *
 * The key is looked up by its keyed hash (HMAC-SHA256 under the secret of the gateway). That need not take
 * the same time always: nobody without the secret can choose a key by its hash, so the time of a lookup leads no nearer to one that is
 * kept. A wrong key and a valid key of another party get the same answer: what is found counts only when it is of the party that asks.
 */
export function prove(
  directory: Directory,
  keyring: Keyring,
  party: Party,
  { autorisatiesleutel }: Autorisatie,
  { certificate, connection }: Pick<Caller, 'certificate' | 'connection'>,
  now: Date,
): Proof {
  const at = now.toISOString();
  const digest = sha256(autorisatiesleutel);
  const last = connection && shown.get(connection);
  const hashes = last?.digest === digest && last.keyring === keyring ? last.hashes : hashesOf(keyring, autorisatiesleutel);
  const certificateFits = fits(party, certificate);
  const { credentials } = directory;
  const isTheirs = (one: Credential): boolean => one.party === party.klantcode && hashes.includes(one.hash);
  const [hash, bare] = hashes;
  const same = bare === undefined ? credentials.by('hash', hash) : [...credentials.by('hash', hash), ...credentials.by('hash', bare)];
  const holds = certificateFits && same.some((one) => isTheirs(one) && inForce(one, at));
  if (holds && hashes !== last?.hashes && connection !== undefined) shown.set(connection, { digest, keyring, hashes });
  // The keys of one school are few, the schools of one key may be thousands.
  const keyFor = (school: string | undefined): Credential | undefined =>
    holds ? (school === undefined ? same : credentials.by('school', school)).find((one) => isTheirs(one) && inForce(one, at)) : undefined;
  return {
    keys: same,
    keyIsTheirs: same.some(isTheirs),
    certificateFits,
    holds,
    keyFor,
    covers: (school) => keyFor(school) !== undefined,
  };
}

/**
 * What the last key that held over a connection is looked up by: whoever keeps a connection shows the same key with each message. The key is not
 * kept, only a digest of it: one digest tells that it is the same, where the keyed hash takes three times as long.
 */
const shown = new WeakMap<object, { readonly digest: string; readonly keyring: Keyring; readonly hashes: KeyHashes }>();

/** Of a key as it was shown, and when that has white space around it, of the key without. */
type KeyHashes = readonly [whole: string, bare?: string];

function sha256(text: string): string {
  return digestOf('sha256', text, 'base64');
}

/**
 * White space around a key is no part of it. One that was registered with it is found as well. So whether a key is found depends on
 * nothing that others register.
 */
function hashesOf(keyring: Keyring, key: string): KeyHashes {
  const bare = key.trim();
  return bare === key ? [keyring.hashCredential(key)] : [keyring.hashCredential(key), keyring.hashCredential(bare)];
}

function fits({ certificates }: Party, certificate: Caller['certificate']): boolean {
  if (certificates === undefined) return true;
  if (certificate === undefined) return false;
  const { oin, fingerprints } = certificates;
  return fingerprints.includes(certificate.fingerprint) || (oin !== undefined && oin === certificate.oin);
}
