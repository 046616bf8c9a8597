import { UWLR_VERSIONS, type UwlrVersion } from '../../src/uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile, type Root, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { hasProfiles, ROOTS } from '../../src/uwlr/messages/catalogue.js';
import type { SchemaJudge } from '../../src/xml/schema-judge.js';
import { ownJudge } from './judges.js';

/** A form in which a root exists: a version, or a profile of it. */
export interface RootVariant {
  readonly root: Root;
  readonly version: UwlrVersion;
  readonly profile: PupilProfile | undefined;
}

/** The profiles of a version; undefined is the standard itself. */
export function profilesOf(root: Root, version: UwlrVersion): readonly (PupilProfile | undefined)[] {
  return hasProfiles(root) && version >= '2.2' ? [undefined, ...PUPIL_PROFILES] : [undefined];
}

/** Every form of every root, with a name for it. */
export const ROOT_VARIANTS: readonly (readonly [name: string, variant: RootVariant])[] = ROOTS.flatMap((root) =>
  versionsOf(root).flatMap((version) =>
    profilesOf(root, version).map(
      (profile) => [`${root.element.name} ${version}${profile === undefined ? '' : ` ${profile}`}`, { root, version, profile }] as const,
    ),
  ),
);

/** libxml2 with our XSDs, opened when they are first asked for. */
export class OwnJudges {
  readonly #judges = new Map<string, SchemaJudge>();

  of(version: UwlrVersion, profile?: PupilProfile): SchemaJudge {
    const name = `${version} ${profile}`;
    const known = this.#judges.get(name) ?? ownJudge(version, profile);
    this.#judges.set(name, known);
    return known;
  }

  /** Those of the standard itself, by version. */
  get versions(): readonly (readonly [UwlrVersion, SchemaJudge])[] {
    return UWLR_VERSIONS.map((version) => [version, this.of(version)] as const);
  }

  dispose(): void {
    for (const judge of this.#judges.values()) judge.dispose();
  }
}
