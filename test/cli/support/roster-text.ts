export const ECK_ID = `https://ketenid.nl/pilot/${'0123456789abcdef'.repeat(8)}`;

/** What no profile lets through, planted in every file. */
export const PLANTED = { bsn: '111111110', photo: 'https://foto.example/nep.jpg', remark: 'verzonnen-bijzonderheid' };

export interface FileOptions {
  readonly brin?: string | undefined;
  readonly schoolYear?: string;
  /** How many pupils, from `from` on. */
  readonly pupils?: number;
  readonly from?: number;
  readonly group?: string;
}

/** An EDEXML file of an invented school. */
export function edexml(version: '1.03' | '2.0' | '2.1', options: FileOptions = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<EDEX>${content(version, options)}</EDEX>\n`;
}

/** An answer with all pupil data, of UWLR 2. */
export function answer(version: '2.1' | '2.2' | '2.3', options: FileOptions = {}): string {
  const data = `<leerlinggegevens>${content(version, options)}</leerlinggegevens>`;
  return `<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">${data}</leerlinggegevens_antwoord>`;
}

function content(
  xsdversie: string,
  { brin = '99XX', schoolYear = '2026-2027', pupils = 10, from = 1, group = 'nepgroep-6' }: FileOptions,
): string {
  const identification = brin === '' ? '' : `<brincode>${brin}</brincode>`;
  const school = `<schooljaar>${schoolYear}</schooljaar>${identification}<aanmaakdatum>2025-01-15T09:00:00+01:00</aanmaakdatum><xsdversie>${xsdversie}</xsdversie>`;
  const pupil = (number: number) =>
    `<leerling key="nep-${number}"><achternaam>Nepachternaam${number}</achternaam><roepnaam>Nep</roepnaam>` +
    `<geboortedatum>2016-03-04</geboortedatum><geslacht>9</geslacht><jaargroep>6</jaargroep><groep key="${group}"/>` +
    `<fotourl>${PLANTED.photo}</fotourl><bsn>${PLANTED.bsn}</bsn></leerling>\n`;
  const numbers = Array.from({ length: pupils }, (_, at) => pupil(from + at));
  return (
    `<school>${school}<commentaar>${PLANTED.remark}</commentaar></school>\n` +
    '<groepen><groep key="nepgroep-6"><naam>Nepgroep zes</naam><jaargroep>6</jaargroep></groep></groepen>\n' +
    `<leerlingen>\n${numbers.join('')}</leerlingen>\n` +
    '<leerkrachten><leerkracht key="nepjuf"><achternaam>Nepjuf</achternaam><groepen><groep key="nepgroep-6"/></groepen></leerkracht></leerkrachten>'
  );
}
