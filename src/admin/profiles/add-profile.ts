import { type GivenProfile, type ProfileFault, readProfile } from '../../goals/read-profile.js';
import { isStored } from '../../goals/same-profile.js';
import type { SourceProfile } from '../../goals/source-profile.js';
import type { Office } from '../office.js';
import { knownParty } from '../parties/known-party.js';
import { conflict, type Refusal, unfit } from '../refusal.js';

export interface AddedProfile {
  readonly party: string;
  readonly product: string;
  readonly version: number;
  /** False: the version in force says exactly this, and nothing was stored. */
  readonly isNew: boolean;
}

/** The refusal of a file that is no profile: at most so many places are worth reading. */
const MOST_FAULTS = 20;

/**
 * Stores what a vendor declares about a product, as the next version of it. `text`: of a file of the shape of
 * `schemas/model/source-profile.json`. `named`: klantcode of the vendor, for a file that does not say it. Throws `Refusal`.
 */
export async function addProfile({ store, at }: Office, text: string, named: string | undefined): Promise<AddedProfile> {
  const read = readProfile(text);
  if ('faults' in read) throw faulty(read.faults);
  const profile = declared(read.profile, named);
  const { party, product } = profile;
  vendor(knownParty(await store.directory(), party));
  const index = store.goals.profiles.profileIndex();
  const current = index.current(party, product);
  if (current !== undefined && isStored(profile, current)) return { party, product, version: current.version, isNew: false };
  const clash = clashOf(profile, index.currentOf(party));
  if (clash !== undefined) throw conflict(clash);
  return { party, product, version: await store.goals.profiles.declareProfile(profile, at), isNew: true };
}

function faulty(faults: readonly ProfileFault[]): Refusal {
  const places = faults.slice(0, MOST_FAULTS).map(({ pointer, message }) => `${pointer === '' ? 'the file' : pointer} ${message}`);
  return unfit(`no source profile: ${places.join('; ')}`);
}

function declared({ party, ...profile }: GivenProfile, named: string | undefined): Omit<SourceProfile, 'version'> {
  if (party !== undefined && named !== undefined && party !== named) throw unfit(`the file is of party ${party}, not of ${named}`);
  const whose = party ?? named;
  if (whose === undefined) throw unfit('the file does not name its party: give --party');
  return { party: whose, ...profile };
}

/** A vendor over SOAP is an `ea`, one that posts JSON a client; both declare. */
function vendor({ klantcode, role }: { readonly klantcode: string; readonly role: string }): void {
  if (role === 'las') throw conflict(`${klantcode} is a school administration: only vendors declare products`);
}

const LISTS = ['codes', 'codePrefixes', 'hierarchy'] as const;

/**
 * Why results could be of two products at once: another product of the vendor names the same code, beginning or entry. Undefined when
 * none does. `others`: the profiles in force of the vendor.
 */
function clashOf(profile: Omit<SourceProfile, 'version'>, others: readonly SourceProfile[]): string | undefined {
  for (const other of others) {
    if (other.product === profile.product) continue;
    for (const list of LISTS) {
      const theirs = new Set((other.selector[list] ?? []).map((text) => text.trim()));
      const at = (profile.selector[list] ?? []).findIndex((text) => theirs.has(text.trim()));
      if (at !== -1) return `/selector/${list}/${at} is also of product ${other.product}: a result is of one product`;
    }
    if (profile.selector.everythingElse === true && other.selector.everythingElse === true) {
      return `/selector/everythingElse is also of product ${other.product}: a result is of one product`;
    }
  }
  return undefined;
}
