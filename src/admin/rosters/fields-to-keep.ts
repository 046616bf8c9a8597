import { agreementsOf } from '../../directory/authorise.js';
import type { Agreement, Directory } from '../../directory/directory.js';
import { pupilFieldsOf } from '../../privacy/fields/agreed-pupil-fields.js';
import type { Profile } from '../../privacy/fields/profile.js';
import { pupilFields, unionOf } from '../../privacy/fields/pupil-profile.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { conflict } from '../refusal.js';

export interface FieldsToKeep {
  readonly fields: Profile;
  /** What the operator should know about the choice. */
  readonly remark?: string;
}

/**
 * Which fields of a file may be kept: those of a profile that was asked for, of the agreement with one party, or what all parties to
 * the school's agreements on pupil data may have between them. A profile is that of the version of the file, as a sync of the same data
 * has it. Throws `Refusal` when the party has no such agreement.
 */
export function fieldsToKeep(
  directory: Directory,
  asked: {
    readonly school: string;
    readonly profile: PupilProfile | undefined;
    readonly party: string | undefined;
    readonly version: UwlrVersion;
    readonly at: string;
  },
): FieldsToKeep {
  const { school, profile, party, version, at } = asked;
  if (profile !== undefined) return { fields: pupilFields(profile, version) };
  const profiles = agreementsOf(directory, { school, party }, 'leerlinggegevens', at).flatMap((agreement) => fieldsOf(agreement, version));
  if (profiles.length > 0) return { fields: unionOf(profiles) };
  if (party !== undefined) throw conflict(`no agreement about pupil data of school ${school} with ${party} is in force`);
  const remark = `Note: school ${school} has no agreement about pupil data: only the fields of the smalle-set are kept.`;
  return { fields: pupilFields('smalle-set', version), remark };
}

function fieldsOf(agreement: Agreement, version: UwlrVersion): Profile[] {
  const fields = pupilFieldsOf(agreement, version);
  return fields === undefined ? [] : [fields];
}
