import { agreementsOf } from '../../exchange/authorise.js';
import { pupilFieldsOf } from '../../privacy/agreed-pupil-fields.js';
import type { Profile } from '../../privacy/profile.js';
import { pupilFields, unionOf } from '../../privacy/pupil-profile.js';
import type { Agreement, Directory } from '../../store/directory.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { answerIsNo } from '../command-error.js';

const USUAL_VERSION = '2.2';

export interface FieldsToKeep {
  readonly fields: Profile;
  /** What the operator should know about the choice. */
  readonly remark?: string;
}

/**
 * Which fields of a file may be kept: those of a profile that was asked for, of the agreement with one party, or what all parties to
 * the school's agreements on pupil data may have between them. Throws `CommandError` when the party has no such agreement.
 */
export function fieldsToKeep(
  directory: Directory,
  asked: { readonly school: string; readonly profile: PupilProfile | undefined; readonly party: string | undefined; readonly at: string },
): FieldsToKeep {
  const { school, profile, party, at } = asked;
  if (profile !== undefined) return { fields: pupilFields(profile, USUAL_VERSION) };
  const profiles = agreementsOf(directory, { school, party }, 'leerlinggegevens', at).flatMap((agreement) =>
    fieldsOf(directory, agreement),
  );
  if (profiles.length > 0) return { fields: unionOf(profiles) };
  if (party !== undefined) throw answerIsNo(`no agreement about pupil data of school ${school} with ${party} is in force`);
  const remark = `Note: school ${school} has no agreement about pupil data: only the fields of the smalle-set are kept.`;
  return { fields: pupilFields('smalle-set', USUAL_VERSION), remark };
}

function fieldsOf({ parties }: Directory, agreement: Agreement): Profile[] {
  const fields = pupilFieldsOf(agreement, parties.get(agreement.party)?.version ?? USUAL_VERSION);
  return fields === undefined ? [] : [fields];
}
