import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { schemaFiles } from '../../src/uwlr/generate/schema-files.js';
import { attribute, optional, requiredAttribute, schema, sequence } from '../../src/uwlr/grammar/combinators.js';
import type { Extensions } from '../../src/uwlr/grammar/decoder.js';
import type { PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import { decimal } from '../../src/uwlr/grammar/numbers.js';
import { anyUri, string } from '../../src/uwlr/grammar/strings.js';
import { ROOTS } from '../../src/uwlr/messages/catalogue.js';
import { openJudge, type SchemaJudge } from '../../src/xml/schema-judge.js';

/** The official files of 2.2, which are not part of this repository. */
export const OFFICIAL_FILES = '/work/shared/reference/uwlr-2.2/Schemas';
export const OFFICIAL_ARE_HERE = existsSync(OFFICIAL_FILES);

const EXTENSION = 'urn:voorbeeld:eigen';
const { element, complex } = schema({ id: 'eigen', namespace: EXTENSION, prefix: 'e', title: 'A result type of two parties' });

/** A result type that two invented parties agreed on; `EXTENSION_XSD` says the same. */
export const extensions: Extensions = new Map([
  [
    `{${EXTENSION}}ctpEigen`,
    complex(
      'ctpEigen',
      sequence(element('waardering', string('tpWaardering', 1, 32), 'Appraisal'), optional(element('punten', decimal(), 'Points'))),
      { attributes: { schaal: requiredAttribute(string('tpSchaal', 1, 8), 'Scale'), bron: attribute(anyUri, 'Source') } },
    ),
  ],
]);

const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const EXTENSION_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${EXTENSION}" xmlns:e="${EXTENSION}" xmlns:lr="${LR}" elementFormDefault="qualified">
  IMPORTS
  <xs:simpleType name="tpWaardering"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="32"/></xs:restriction></xs:simpleType>
  <xs:complexType name="ctpEigen"><xs:complexContent><xs:extension base="lr:ctpAnderResultaatType">
    <xs:sequence>
      <xs:element name="waardering" type="e:tpWaardering"/>
      <xs:element name="punten" type="xs:decimal" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="schaal" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="8"/></xs:restriction></xs:simpleType></xs:attribute>
    <xs:attribute name="bron" type="xs:anyURI"/>
  </xs:extension></xs:complexContent></xs:complexType>
</xs:schema>`;

/** Where there are no results, there is nothing to extend. */
const PLAIN_XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${EXTENSION}">
  IMPORTS
</xs:schema>`;

/** libxml2 with our XSDs of a version, or of a profile of it, and the extension type where the version has it. It knows every root. */
export function ownJudge(version: UwlrVersion, profile?: PupilProfile): SchemaJudge {
  return judgeOver(schemaFiles(version, profile));
}

/** libxml2 with the official XSDs of 2.2 that results are of, and the extension type. */
export function officialJudge(): SchemaJudge {
  const names = readdirSync(OFFICIAL_FILES).filter((name) =>
    /^(UWLR_(Leerresultaten|Toetsdefinities|Autorisatie)|Overstapdossier).*\.xsd$/.test(name),
  );
  return judgeOver(new Map(names.map((name) => [name, readFileSync(path.join(OFFICIAL_FILES, name), 'utf8')])));
}

const OFFICIAL_PROFILES: Readonly<Record<PupilProfile, string>> = {
  'smalle-set': 'Profiel smalle set/Profiel_Smalle_set_UWLR_Leerlinggegevens_v2p2.xsd',
  'lvs-set': 'Profiel LVS set/Profiel_LVS_set_UWLR_Leerlinggegevens_v2p2.xsd',
};

/** libxml2 with the official XSDs of 2.2 that pupil data are of, or with those of a profile. */
export function officialPupilJudge(profile?: PupilProfile): SchemaJudge {
  return openJudge(OFFICIAL_FILES, profile === undefined ? 'UWLR_Leerlinggegevens_v2p2.xsd' : OFFICIAL_PROFILES[profile]);
}

function judgeOver(files: ReadonlyMap<string, string>): SchemaJudge {
  const namespaces = new Set(ROOTS.map((root) => root.element.schema.namespace));
  const imports = [...files].flatMap(([file, text]) => {
    const [, namespace = ''] = /targetNamespace\s*=\s*"([^"]*)"/.exec(text) ?? [];
    if (!namespaces.has(namespace)) return [];
    return `<xs:import${namespace === '' ? '' : ` namespace="${namespace}"`} schemaLocation="${file}"/>`;
  });
  const text = imports.some((one) => one.includes(`"${LR}"`)) ? EXTENSION_XSD : PLAIN_XSD;
  return openJudge(new Map([...files, ['judge.xsd', text.replace('IMPORTS', imports.join('\n  '))]]), 'judge.xsd');
}
