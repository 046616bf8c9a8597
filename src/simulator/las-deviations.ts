/** What real administrations do otherwise than the standard says, in the order in which one can be added to another. */
export const LAS_DEVIATIONS = [
  /** An empty voorvoegsel for everybody who has none. */
  'empty-prefix',
  /** An empty list of combined groups for every pupil who is in none. */
  'empty-lists',
  /** The school's location before its BRIN; first names and e-mail addresses of staff before surnames. */
  'wrong-order',
  /** Fields of the standard that no profile has: moments of change, descriptions, national numbers. */
  'extra-fields',
  /** Fields that the standard does not have. */
  'unknown-fields',
  /** Year groups of secondary education as 1 to 6. */
  'years-1-to-6',
  'no-xsdversie',
  /** Two pupils with one key. */
  'duplicate-keys',
  /** Pupils and staff in groups that are not there. */
  'dangling-groups',
] as const;
export type LasDeviation = (typeof LAS_DEVIATIONS)[number];

/** A national number that cannot be one: it does not pass the eleven test. */
export const PLANTED_BSN = '111111111';
export const PLANTED_REMARK = 'verzonnen-bijzonderheid';

const EDITS: Readonly<Record<LasDeviation, (xml: string) => string>> = {
  'wrong-order': (xml) =>
    xml
      .replace(/(<brincode>[^<]*<\/brincode>)(<dependancecode>[^<]*<\/dependancecode>)/, '$2$1')
      .replace(
        /(<leerkracht [^>]*>)(<achternaam>[^<]*<\/achternaam>)((?:<voorvoegsel>[^<]*<\/voorvoegsel>)?)(<roepnaam>[^<]*<\/roepnaam>)/g,
        '$1$4$3$2',
      ),
  'empty-prefix': (xml) => xml.replace(/<\/achternaam>(?!<voorvoegsel)/g, '</achternaam><voorvoegsel></voorvoegsel>'),
  'empty-lists': (xml) =>
    xml.replace(
      /(<leerling (?:(?!<\/leerling>).)*?<groep key="[^"]*"\/>)(?!<samengestelde_groepen>)/g,
      '$1<samengestelde_groepen></samengestelde_groepen>',
    ),
  'extra-fields': (xml) =>
    xml
      .replace(/(<groep key="[^"]*">(?:(?!<\/groep>).)*<jaargroep>[^<]*<\/jaargroep>)/g, `$1<omschrijving>${PLANTED_REMARK}</omschrijving>`)
      .replace(/<\/leerling>/g, '<mutatiedatum>2026-09-01T08:00:00</mutatiedatum></leerling>')
      .replace(/<bsn_ondwnr-4>[^<]*<\/bsn_ondwnr-4>/g, '')
      .replace(/<mutatiedatum>/g, `<bsn>${PLANTED_BSN}</bsn><mutatiedatum>`),
  'unknown-fields': (xml) => xml.replace(/<\/leerling>/g, `<zorgniveau>${PLANTED_REMARK}</zorgniveau></leerling>`),
  'years-1-to-6': (xml) => xml.replace(/<jaargroep>1([1-6])<\/jaargroep>/g, '<jaargroep>$1</jaargroep>'),
  'no-xsdversie': (xml) => xml.replace(/<xsdversie>[^<]*<\/xsdversie>/, ''),
  'duplicate-keys': (xml) => {
    const [first] = /(?<=<leerling key=")[^"]*/.exec(xml) ?? [''];
    return xml.replace(/<\/leerling><leerling key="[^"]*"/, `</leerling><leerling key="${first}"`);
  },
  'dangling-groups': (xml) =>
    xml
      .replace(/<(groep|samengestelde_groep) key="[^"]*"\/>/g, '<$1 key="weg"/>')
      .replace(/(<leerkracht (?:(?!<\/leerkracht>).)*<groep key=")[^"]*/g, '$1weg'),
};

/** An answer as an administration with these habits writes it. */
export function deviating(xml: string, deviations: readonly LasDeviation[]): string {
  let text = xml;
  for (const deviation of LAS_DEVIATIONS) if (deviations.includes(deviation)) text = EDITS[deviation](text);
  return text;
}
