import { UWLR_VERSIONS, type UwlrVersion } from '../finding.js';
import type { AttributeDeclaration, Existence, Particle, ProfileUse, PupilProfile } from './grammar.js';

/** One of the forms in which the standard exists: a version, or a profile of it. */
export interface Variant {
  readonly version: UwlrVersion;
  readonly profile?: PupilProfile | undefined;
}

/** Whether something exists in a variant. */
export function isPresent(existence: Existence, variant: Variant): boolean {
  return isInVersions(existence, variant.version) && useOf(existence, variant) !== 'forbidden';
}

/** Whether something that exists in a variant has to be there. */
export function isMandatory(declaration: Particle | AttributeDeclaration, variant: Variant): boolean {
  if (useOf(declaration, variant) === 'required') return true;
  if ('min' in declaration) return declaration.min === 1;
  return (
    declaration.required || (declaration.requiredUntil !== undefined && isInVersions({ until: declaration.requiredUntil }, variant.version))
  );
}

function useOf({ profiles }: Existence, { version, profile }: Variant): 'forbidden' | 'required' | undefined {
  const uses = profile === undefined ? undefined : profiles?.[profile];
  if (uses === undefined) return undefined;
  return ([uses].flat() as ProfileUse[]).map((use) => (typeof use === 'string' ? { use } : use)).find((use) => isInVersions(use, version))
    ?.use;
}

function isInVersions({ since, until }: Existence, version: UwlrVersion): boolean {
  const at = UWLR_VERSIONS.indexOf(version);
  return (since === undefined || at >= UWLR_VERSIONS.indexOf(since)) && (until === undefined || at <= UWLR_VERSIONS.indexOf(until));
}
