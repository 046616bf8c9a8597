import type { Directory, Target } from '../../directory/directory.js';
import { conflict, unknown } from '../refusal.js';

/** The target with this id. Throws `Refusal` when there is none. */
export function knownTarget({ targets }: Pick<Directory, 'targets'>, id: string): Target {
  const known = targets.get(id);
  if (known === undefined) throw unknown(`there is no target ${id}: add it with uwlr deliver target add`);
  return known;
}

/** The same for one to which something can still go. */
export function liveTarget(directory: Pick<Directory, 'targets'>, id: string): Target {
  const known = knownTarget(directory, id);
  if (known.endedAt !== undefined) throw conflict(`target ${id} ended ${known.endedAt} and receives nothing`);
  return known;
}
