import type { ShownParty } from '../../admin/parties/shown-party.js';
import { note } from '../terminal/print.js';

/** Says so when parents would read a host or a code instead of a name. */
export function noteWantedName({ klantcode, name, nameWanted }: Pick<ShownParty, 'klantcode' | 'name' | 'nameWanted'>): void {
  if (nameWanted !== true) return;
  note(`Note: ${klantcode} has no display name, so parents, register and dossier show ${name}: uwlr party set ${klantcode} --name NAME`);
}
