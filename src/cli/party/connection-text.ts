import type { ShownParty } from '../../admin/parties/shown-party.js';

/** How a party is called, in a few words for a table. */
export function connectionText({ connection = {}, certificates, presents }: ShownParty): string {
  if (certificates !== undefined) return 'comes with a client certificate';
  const { gegevenssetid, inSteps, certFile, pkcs12File, proxy, headers = [] } = connection;
  const parts = [
    presents === undefined ? undefined : `as ${presents.klantcode}`,
    gegevenssetid,
    inSteps === true ? 'in steps' : undefined,
    certFile === undefined && pkcs12File === undefined ? undefined : 'client certificate',
    proxy === undefined ? undefined : 'proxy',
    headers.length === 0 ? undefined : `header ${headers.join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}
