import { shownName } from '../../uwlr/grammar/known-names.js';
// All names of the standard are known once its messages are.
import '../../uwlr/messages/catalogue.js';

const OF_SOAP: ReadonlySet<string> = new Set(['Envelope', 'Header', 'Body', 'Fault', 'faultcode', 'faultstring', 'detail']);

/** A path as reports may have it: names that the standard does not know could be anybody's, and are `*`. */
export function shownPath(path: string): string {
  return path.split('/').map(shownStep).join('/');
}

/** `leerling[2]` */
function shownStep(step: string): string {
  const [name = '', ...index] = step.split('[');
  return [OF_SOAP.has(name) ? name : shownName(name), ...index].join('[');
}
