import { KEY } from './gateway.js';

export const NAMESPACES = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  lr: 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten',
  aut: 'http://www.edustandaard.nl/leerresultaten/2/autorisatie',
  oso: 'http://www.edustandaard.nl/oso_gegevensset/1.2/dossier',
} as const;

export interface MessageParts {
  readonly header?: string;
  readonly sleutel?: string;
  readonly klantcode?: string;
  readonly klantnaam?: string;
  readonly brin?: string;
  readonly xsdversie?: string;
  readonly schooljaar?: string;
  readonly aanmaakdatum?: string;
  /** Elements of `school` behind aanmaakdatum, before and after xsdversie. */
  readonly auteur?: string;
  readonly commentaar?: string;
  readonly afnames?: string;
  readonly toetsen?: string;
}

export const TOETSEN =
  '<toets><toetscode>T1</toetscode><toetsnaam>Rekenen blok 1</toetsnaam><toetsnormering><norm><term>goed</term><beginnormwaarde>6</beginnormwaarde><eindnormwaarde>10</eindnormwaarde></norm><norm><term>oefenen</term><beginnormwaarde>0</beginnormwaarde><eindnormwaarde>5</eindnormwaarde></norm></toetsnormering><toetsonderdelen><toetsonderdeel><toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>T1-1</toetsonderdeelcode></toetsonderdeel></toetsonderdelen></toets>';

export function resultaat(key: string, score = '7', extra = ''): string {
  return `<resultaat key="${key}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>${score}</score>${extra}</resultaat>`;
}

export function afname(leerlingid: string, resultaten: string, extra = ''): string {
  return `<toetsafname><leerlingid>${leerlingid}</leerlingid>${extra}<resultaten>${resultaten}</resultaten></toetsafname>`;
}

/** The message without its envelope. */
export function verzoek(parts: MessageParts = {}): string {
  const { brin = '99XX', xsdversie = '2.2', schooljaar = '2025-2026', aanmaakdatum = '2026-01-15T09:00:00+01:00' } = parts;
  const { auteur = '', commentaar = '', afnames = afname('leerling-0001', resultaat('r-1')), toetsen = TOETSEN } = parts;
  const version = xsdversie === '' ? '' : `<xsdversie>${xsdversie}</xsdversie>`;
  return `<leerresultaten_verzoek xmlns="${NAMESPACES.lr}"><school><schooljaar>${schooljaar}</schooljaar><brincode>${brin}</brincode><aanmaakdatum>${aanmaakdatum}</aanmaakdatum>${auteur}${version}${commentaar}</school><toetsafnames>${afnames}</toetsafnames><toetsen>${toetsen}</toetsen></leerresultaten_verzoek>`;
}

export function autorisatie({ sleutel = KEY, klantcode = 'TESTEA', klantnaam = 'Testleverancier' }: MessageParts = {}): string {
  return `<autorisatie xmlns="${NAMESPACES.aut}"><autorisatiesleutel>${sleutel}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
}

/** A whole envelope, valid and accepted by `startTestGateway` unless `parts` say otherwise. */
export function message(parts: MessageParts = {}): string {
  return soap(verzoek(parts), parts.header ?? autorisatie(parts));
}

export function soap(body: string, header: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${NAMESPACES.soap}"><soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
}
