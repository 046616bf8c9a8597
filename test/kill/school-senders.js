const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const FIRST = Date.UTC(2026, 3, 1);

/** Posts a message. Gives the status and the text of the answer; undefined when there was none. */
export async function postTo(url, body) {
  try {
    const response = await fetch(`${url}/soap/leerresultaten`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"BrengLeerresultaten"' },
      body,
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** A vendor for one school: one message after the other, the same bytes again until they are confirmed. */
export class SchoolSender {
  #number = 0;

  constructor(school, credentials, messages, perMessage) {
    this.school = school;
    this.credentials = credentials;
    this.messages = messages;
    this.perMessage = perMessage;
  }

  get isDone() {
    return this.#number === this.messages;
  }

  get confirmed() {
    return this.#number;
  }

  /** Sends until all is confirmed, a message is not answered, or `enough` says so. `post`: see `postTo`. Throws when a message is refused. */
  async send(post, enough) {
    while (!this.isDone && !enough()) {
      const answer = await post(this.#message());
      if (answer === undefined) return;
      if (answer.status !== 200) throw new Error(`a message was refused: ${answer.text}`);
      this.#number += 1;
    }
  }

  /** Key and what the LAS is to have of it, for every result. */
  *results() {
    for (let number = 0; number < this.messages; number += 1) {
      for (let part = 0; part < this.perMessage; part += 1) {
        yield { key: this.#key(number, part), pupil: pupilOf(part), score: scoreOf(number, part) };
      }
    }
  }

  #key(number, part) {
    return `${this.school}-${number}-${part}`;
  }

  #message() {
    const { klantcode, klantnaam, sleutel } = this.credentials;
    const number = this.#number;
    const made = new Date(FIRST + number * 1000).toISOString();
    const afnames = Array.from({ length: this.perMessage }, (_, part) => {
      const result = `<resultaat key="${this.#key(number, part)}"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><score>${scoreOf(number, part)}</score></resultaat>`;
      return `<toetsafname><leerlingid>${pupilOf(part)}</leerlingid><resultaten>${result}</resultaten></toetsafname>`;
    });
    const header = `<autorisatie xmlns="${AUT}"><autorisatiesleutel>${sleutel}</autorisatiesleutel><klantcode>${klantcode}</klantcode><klantnaam>${klantnaam}</klantnaam></autorisatie>`;
    const school = `<school><schooljaar>2025-2026</schooljaar><brincode>${this.school}</brincode><aanmaakdatum>${made}</aanmaakdatum><xsdversie>2.2</xsdversie></school>`;
    const body = `<leerresultaten_verzoek xmlns="${LR}">${school}<toetsafnames>${afnames.join('')}</toetsafnames><toetsen><toets><toetscode>T1</toetscode><toetsnaam>Rekenen blok 1</toetsnaam></toets></toetsen></leerresultaten_verzoek>`;
    return `<s:Envelope xmlns:s="${SOAP}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  }
}

function pupilOf(part) {
  return `lln-${String(part).padStart(4, '0')}`;
}

function scoreOf(number, part) {
  return (number * 7 + part * 3) % 41;
}
