import { writeFileSync } from 'node:fs';
import { wsdlText } from '../../dist/uwlr/generate/wsdl.js';
import { leerlinggegevensService as service } from '../../dist/uwlr/messages/services.js';

/** The WSDL of the pupil side in one file, as the gateway serves it, for those who start from one. */
export function writePupilWsdl(file) {
  writeFileSync(file, wsdlText('inline', '2.2', { service, location: 'http://127.0.0.1/soap', schemaLocation: (name) => name }));
  return file;
}
