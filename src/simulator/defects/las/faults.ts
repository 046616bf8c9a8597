import { withContent } from '../edit-xml.js';
import { type LasDefect, misnames, misreads, missends } from '../las-defect.js';

/** In the faults of an administration. */
export const FAULT_DEFECTS: readonly LasDefect[] = [
  misreads('klantcode-unchecked', 'LAS-FAULT-01', 'It takes any klantcode.', (xml, { caller }) =>
    withContent(xml, 'klantcode', caller.klantcode),
  ),
  misnames('klantcode-as-authorisation', 'LAS-FAULT-01', 'Client.OngeldigeKlantIdentificatie', 'Client.AutorisatieOngeldig'),
  missends('klantcode-as-page', 'LAS-FAULT-01', 'It gives a page where a fault belongs.', (answer) =>
    answer.status === 500 ? { status: 403, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>403 Forbidden</h1>') } : answer,
  ),
];
