import { createHash } from 'node:crypto';
import { rosterFields, type SayableFields, wholeProfile } from '../../model/roster/roster-fields.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import { judgeContent } from '../../uwlr/grammar/content-repair.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import { type AgreedProfile, agreedProfile } from './agreed-profile.js';
import { withAncestors } from './field-paths.js';
import type { Profile } from './profile.js';
import { fieldsEver, fieldsIn } from './profile-fields.js';
import { decided } from './pupil-profile.js';

/** What an agreement says about fields: `Agreement.profile` and `Agreement.fields`. */
export interface FieldTerms {
  readonly profile: string;
  readonly fields?: readonly string[];
}

/** The fields of pupil data that an agreement lets through. Undefined when it lets none through. */
export function agreedPupilFields({ profile, fields }: FieldTerms): SayableFields | undefined {
  const agreed = agreedProfile(profile);
  if (agreed === undefined || (agreed.profile === undefined && fields === undefined)) return undefined;
  const name = nameOf(profile, fields);
  const known = made.get(name);
  if (known !== undefined) return known;
  const { pinned } = agreed;
  const sayable =
    fields === undefined && pinned === undefined ? wholeProfile(agreed.profile as PupilProfile) : narrowed(name, agreed, fields);
  if (made.size >= MOST) made.clear();
  made.set(name, sayable);
  return sayable;
}

/** What may be kept of pupil data in a version, in whatever message they come, under an agreement. Undefined: nothing. */
export function pupilFieldsOf(terms: FieldTerms, version: UwlrVersion): Profile | undefined {
  const sayable = agreedPupilFields(terms);
  return sayable === undefined ? undefined : decided(`${sayable.name} ${version}`, sayable.in(version));
}

/** Agreements of many schools have the same list. */
const MOST = 1000;
const made = new Map<string, SayableFields>();

function nameOf(profile: string, fields: readonly string[] | undefined): string {
  if (fields === undefined) return profile;
  return `${profile} ${createHash('sha256').update(fields.join('\n')).digest('hex')}`;
}

function narrowed(name: string, agreed: AgreedProfile, fields: readonly string[] | undefined): SayableFields {
  const list = fields === undefined ? undefined : withAncestors(fields);
  const listed = (paths: ReadonlySet<string>) => (list === undefined ? paths : new Set([...paths].filter((path) => list.has(path))));
  const perVersion = new Map<UwlrVersion, ReadonlySet<string>>();
  const profiles = new Map<UwlrVersion, PupilProfile | undefined>();
  const inVersion = (version: UwlrVersion) => {
    const known = perVersion.get(version) ?? listed(fieldsIn(agreed, version));
    perVersion.set(version, known);
    return known;
  };
  return {
    name,
    ever: listed(fieldsEver(agreed)),
    in: inVersion,
    profileIn: (version) => {
      if (!profiles.has(version)) profiles.set(version, keptProfile(agreed.profile, version, inVersion(version)));
      return profiles.get(version);
    },
  };
}

/**
 * The profile, when a message with these fields keeps to it: nothing that it forbids is among them, and everything that it demands.
 * Otherwise the message is one of the standard without a profile, and nothing is filled in to make it look like one.
 */
function keptProfile(profile: PupilProfile | undefined, version: UwlrVersion, fields: ReadonlySet<string>): PupilProfile | undefined {
  if (profile === undefined || version === '1.0') return undefined;
  const whole = rosterFields(version, profile);
  const sayable = compile(leerlinggegevens, version).byPath;
  const isSayable = (path: string) => {
    const [element = '', attribute] = path.split('/@');
    return attribute === undefined ? sayable.has(element) : sayable.get(element)?.attributes.has(attribute) === true;
  };
  if ([...fields].some((path) => !whole.has(path) && isSayable(path))) return undefined;
  const complete = [...compile(leerlinggegevens, version, profile).byPath.values()].every(
    (node) => !fields.has(node.path) || hasDemanded(node, fields),
  );
  return complete ? profile : undefined;
}

function hasDemanded(node: Node, fields: ReadonlySet<string>): boolean {
  if (node.requiredAttributes.some((name) => !fields.has(`${node.path}/@${name}`))) return false;
  return node.text !== undefined || judgeContent(node, (child) => fields.has(child.path)).missing.length === 0;
}
