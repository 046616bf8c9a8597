import type { Requirement } from '../../requirement.js';

type Own = Pick<Requirement, 'id' | 'strength' | 'en' | 'nl'> & Partial<Pick<Requirement, 'status' | 'question' | 'notTestable'>>;

/** Requirements that a section of our own documentation states. They do not depend on the version of UWLR. */
export function receiverRequirements(section: string, own: readonly Own[]): readonly Requirement[] {
  return own.map((one) => ({ role: 'receiver', versions: [], source: `docs/delivery.md: ${section}`, status: 'confirmed', ...one }));
}
