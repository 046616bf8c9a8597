import { SENDER } from '../messages/sender.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const FAMILY = 'http://www.edustandaard.nl/leerresultaten/2';

export const OPERATION = 'HaalLeerlinggegevens';
/** Of the autorisatie header. */
export const AUT = `${FAMILY}/autorisatie`;
export const AUTORISATIE = { autorisatiesleutel: SENDER.sleutel, klantcode: SENDER.klantcode, klantnaam: SENDER.klantnaam };

/** What a question for all pupils says. */
export function asked(brincode, schooljaar) {
  return { schooljaar, brincode, xsdversie: '2.2' };
}

/** The question, as a SOAP message. */
export function questionMessage(brincode, schooljaar) {
  return `<s:Envelope xmlns:s="${SOAP}"><s:Header><autorisatie xmlns="${AUT}">${elements(AUTORISATIE)}</autorisatie></s:Header><s:Body><leerlinggegevens_verzoek xmlns="${FAMILY}/leerlinggegevens">${elements(asked(brincode, schooljaar))}</leerlinggegevens_verzoek></s:Body></s:Envelope>`;
}

function elements(fields) {
  return Object.entries(fields)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('');
}
