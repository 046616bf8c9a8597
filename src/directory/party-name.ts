import type { Party } from './directory.js';

type Named = Pick<Party, 'klantcode' | 'klantnaam' | 'name' | 'role' | 'endpoint'>;

/**
 * What people call a party: on the page for parents, in the register, in a dossier. The klantnaam of a `las` is what we present there and
 * not its name, so one that nobody named goes by the host of its endpoint, or else by its klantcode.
 */
export function nameOf({ klantcode, klantnaam, name, role, endpoint }: Named): string {
  if (name !== undefined) return name;
  if (role !== 'las') return klantnaam;
  return endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : klantcode;
}

/** Whether somebody should still say what people call it: a host or a code tells parents little. */
export function wantsName({ name, role }: Pick<Party, 'name' | 'role'>): boolean {
  return role === 'las' && name === undefined;
}
