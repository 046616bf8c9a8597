import { UWLR_2_VERSIONS, UWLR_VERSIONS, type UwlrVersion } from '../finding.js';
import { PUPIL_PROFILES } from '../grammar/grammar.js';
import { SERVICES } from '../messages/services.js';
import { deviationsPage, messagesPage, rulesPage } from './docs.js';
import { schemaFiles } from './schema-files.js';
import { wsdlText } from './wsdl.js';

/** Directories that hold nothing but what is generated. */
export const GENERATED_DIRECTORIES: readonly string[] = [...UWLR_VERSIONS.map((version) => `schemas/${version}`), 'wsdl'];

/** Versions that the profiles are published for. */
const PROFILED: readonly UwlrVersion[] = ['2.2', '2.3'];

/** Every file that is derived from the grammar and the catalogues: its path from the root of the repository, and its text. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const version of UWLR_VERSIONS) {
    for (const [name, text] of schemaFiles(version)) files.set(`schemas/${version}/${name}`, text);
    for (const profile of PROFILED.includes(version) ? PUPIL_PROFILES : []) {
      for (const [name, text] of schemaFiles(version, profile)) files.set(`schemas/${version}/${profile}/${name}`, text);
    }
    for (const service of UWLR_2_VERSIONS.includes(version as never) ? SERVICES : []) {
      const location = `http://localhost:8080/soap/${service.id}`;
      const schemaLocation = (file: string) => `../../../schemas/${version}/${file}`;
      files.set(`wsdl/${version}/${service.id}.wsdl`, wsdlText('inline', version, { location, service }));
      files.set(`wsdl/${version}/exact/${service.id}.wsdl`, wsdlText('exact', version, { location, service, schemaLocation }));
    }
  }
  files.set('docs/messages.md', messagesPage());
  files.set('docs/rules.md', rulesPage());
  files.set('docs/deviations.md', deviationsPage());
  return files;
}
