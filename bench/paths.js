import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inProject = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

export const PROJECT = inProject('');
export const WSDL = inProject('wsdl/2.2/leerresultaten.wsdl');
export const OWN_XSD = inProject('schemas/2.2/UWLR_Leerresultaten.xsd');
/** The official schema, which is not part of this repository; undefined where it is not at hand. */
const OFFICIAL = '/work/shared/reference/uwlr-2.2/Schemas/UWLR_Leerresultaten_v2p2.xsd';
export const OFFICIAL_XSD = existsSync(OFFICIAL) ? OFFICIAL : undefined;

export function script(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

export function wsdl() {
  return readFileSync(WSDL, 'utf8');
}
