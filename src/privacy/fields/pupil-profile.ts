import { fieldPaths, ROSTER_ROOTS, rosterFields, standardPath } from '../../model/roster/roster-fields.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { type PupilProfile, versionsOf } from '../../uwlr/grammar/grammar.js';
import type { Profile, StripRule } from './profile.js';

/**
 * What may be kept of pupil data for a party that agreed on a profile in a version of UWLR (spec, sections c and i; P22). It holds
 * for pupil data in any form, whatever version they came in: the all-in-one message (paths such as
 * `leerlinggegevens/leerlingen/leerling/@key`), the parts of a stepwise fetch, the answers around them, version 1.0, and EDEXML
 * files.
 *
 * Derived from the grammar, less what the grammar classes as special (S) or free text (F): `auteur`, `commentaar`, descriptions
 * of groups, `rolomschrijving` and additions.
 */
export function pupilFields(profile: PupilProfile, version: UwlrVersion): Profile {
  return decided(`${profile} ${version}`, rosterFields(version, profile));
}

/** The fate of every field of every pupil-side message, by the standard paths that may be kept. Equal names stand for equal fields. */
export function decided(name: string, fields: ReadonlySet<string>): Profile {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { allowed, withheld } = { allowed: new Set<string>(), withheld: new Map<string, StripRule>() };
  for (const path of everyField()) {
    const standard = standardPath(path);
    if (standard === '' || fields.has(standard)) allowed.add(path);
    else withheld.set(path, 'not-in-profile');
  }
  const profile: Profile = { name, allowed, withheld, extensionClasses: [] };
  if (made.size >= MOST) made.clear();
  made.set(name, profile);
  return profile;
}

/** Hundreds of paths each. */
const MOST = 200;
const made = new Map<string, Profile>();

/** What any of these parties may have: the least that has to be kept to serve them all. Of none: nothing. */
export function unionOf(profiles: readonly Profile[]): Profile {
  const allowed = new Set(profiles.flatMap((profile) => [...profile.allowed]));
  const withheld = new Map(profiles.flatMap((profile) => [...profile.withheld]).filter(([path]) => !allowed.has(path)));
  const extensionClasses = [...new Set(profiles.flatMap((profile) => profile.extensionClasses))];
  return { name: profiles.map(({ name }) => name).join(' + '), allowed, withheld, extensionClasses };
}

/** Paths of every field of every pupil-side message. */
function everyField(): ReadonlySet<string> {
  return new Set(ROSTER_ROOTS.flatMap((root) => versionsOf(root).flatMap((version) => fieldPaths(compile(root, version)))));
}
