import { supplied } from '../../core/supplied.js';
import { identify } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Caller } from '../../soap/caller/caller.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import type { Guard } from '../limits/guard.js';
import { whyUnknown, whyUnproven } from '../refusal-reason.js';
import { prove } from './prove.js';
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
  const party = identify(directory, header);
  if (party === undefined) {
    guard.failed(caller, header.klantcode);
    return { refusal: whyUnknown(directory, header) };
  }
  const proof = prove(directory, keyring, party, header, caller, now);
  if (!proof.keyIsTheirs || !proof.certificateFits) guard.failed(caller, header.klantcode);
  const turnedAway = proof.holds ? guard.proved(caller, party.klantcode) : undefined;
  if (turnedAway !== undefined) return { turnedAway };
  const visitor = { party, proof };
  if (proof.holds) return { visitor, proved: true };
  return { visitor, proved: false, ...supplied({ refusal: whyUnproven(party, proof, now.toISOString()) }) };
}
