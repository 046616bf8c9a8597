import { afname, resultaat } from '../../support/messages.js';

/** Invented values of the kinds that must not be kept. Each is looked for in every form that it might take on disk. */
export const PLANTED = {
  leerlingid: 'LLN-GEPLANT-7311',
  auteur: 'Juf Geplant-Achternaam',
  commentaar: 'bsn 123456782 van Geplant-Kind',
  verwerker: 'LK-GEPLANT-42',
  token: 'token-geplant-9a8b7c',
  link: 'https://toets.voorbeeld.example/leerling/LLN-GEPLANT-7311/detail',
  unknownElement: 'Geplantnaam',
  unknownText: 'tekst-geplant-element',
  unknownAttribute: 'waarde-geplant-attribuut',
  comment: 'opmerking-geplant-xml',
  header: 'kop-geplant-blok',
  wrongBrin: 'BRINGEPLANT',
  wrongDate: 'datum-geplant-01',
  wrongScore: 'score-geplant-X',
  wrongKey: 'sleutel-geplant-onbekend',
  wrongClient: 'KLANT-GEPLANT',
  soapAction: 'actie-geplant',
  charset: 'charset-geplant',
  agent: 'agent-geplant',
} as const;

/** A valid message's parts, with planted values wherever a vendor might put them. */
export const PLANTED_PARTS = {
  auteur: `<auteur>${PLANTED.auteur}</auteur>`,
  commentaar: `<commentaar>${PLANTED.commentaar}</commentaar>`,
  afnames: afname(
    PLANTED.leerlingid,
    [
      resultaat('r-1', '3', `<infourl>https://toets.voorbeeld.example/r/1?t=${PLANTED.token}#${PLANTED.token}</infourl>`),
      resultaat('r-2', '4', `<infourl>${PLANTED.link}</infourl>`),
      resultaat(`r-${PLANTED.leerlingid}-3`, '5', `<infourl>https://elders.voorbeeld/${PLANTED.token}</infourl>`),
    ].join(`<!-- ${PLANTED.comment} -->`),
    `<resultaatverwerkerid>${PLANTED.verwerker}</resultaatverwerkerid>`,
  ),
};
