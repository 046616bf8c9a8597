import type { OutgoingReads } from '../reads/outgoing-reads.js';

/** What hangs from the directory alone is another as soon as its version is. */
export async function directoryState({ reads }: { readonly reads: Pick<OutgoingReads, 'directory'> }): Promise<string> {
  return String((await reads.directory()).version);
}
