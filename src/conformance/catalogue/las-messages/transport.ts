import { INFERRED, INFERRED_ADVICE, ofLas as one, unknown } from '../las-requirement.js';

const SOAP = 'b: W22, SOAP 1.1 6.1';

/** How messages travel (spec b). */
export const LAS_HTTP_REQUIREMENTS = [
  one('LAS-HTTP-01', SOAP, 'A SOAPAction in quotes is accepted.', 'Een SOAPAction tussen aanhalingstekens wordt aanvaard.'),
  one(
    'LAS-HTTP-02',
    'b: W22',
    'A SOAPAction without quotes is accepted.',
    'Een SOAPAction zonder aanhalingstekens wordt aanvaard.',
    INFERRED,
  ),
  one(
    'LAS-HTTP-03',
    'b',
    'The first element of the Body says which message it is, whatever SOAPAction says.',
    'Het eerste element van de Body zegt welk bericht het is, wat SOAPAction ook zegt.',
    INFERRED,
  ),
  one('LAS-HTTP-04', 'b', 'A message without SOAPAction is accepted.', 'Een bericht zonder SOAPAction wordt aanvaard.', INFERRED),
  one(
    'LAS-HTTP-05',
    'b',
    'A message compressed with gzip is accepted.',
    'Een bericht dat met gzip is gecomprimeerd, wordt aanvaard.',
    INFERRED_ADVICE,
  ),
  one(
    'LAS-HTTP-06',
    'b: RFC 9110 12.5.3',
    'An answer is not compressed for a caller that does not accept it.',
    'Een antwoord is niet gecomprimeerd voor een afzender die dat niet aanvaardt.',
    INFERRED,
  ),
  one('LAS-HTTP-07', 'b: RFC 9112 7.1', 'A body in chunks is accepted.', 'Een body in delen (chunked) wordt aanvaard.', INFERRED),
  one(
    'LAS-HTTP-08',
    'b: RFC 9110 10.1.1',
    'A caller that waits for 100 Continue is answered.',
    'Een afzender die op 100 Continue wacht, krijgt antwoord.',
    INFERRED,
  ),
  one(
    'LAS-HTTP-09',
    'b: RFC 9112 2.3',
    'A client of HTTP/1.0 gets an answer that it can read.',
    'Een client met HTTP/1.0 krijgt een antwoord dat hij kan lezen.',
    INFERRED,
  ),
  one('LAS-HTTP-10', 'b', 'A message that comes slowly is waited for.', 'Op een bericht dat langzaam binnenkomt, wordt gewacht.', INFERRED),
  one(
    'LAS-HTTP-11',
    'b',
    'Questions that come at the same time are all answered.',
    'Vragen die tegelijk komen, worden alle beantwoord.',
    INFERRED,
  ),
  one(
    'LAS-HTTP-12',
    'b',
    'Many messages after each other are answered, over whatever connections.',
    'Veel berichten na elkaar worden beantwoord, over welke verbindingen dan ook.',
    INFERRED,
  ),
  one('LAS-HTTP-13', SOAP, 'GET gets no pupil data.', 'GET krijgt geen leerlinggegevens.', INFERRED),
  one('LAS-HTTP-14', SOAP, 'Methods other than POST and GET are refused.', 'Andere methoden dan POST en GET worden geweigerd.', INFERRED),
  one('LAS-HTTP-15', 'i', 'The service is offered over TLS.', 'De dienst wordt aangeboden over TLS.', INFERRED),
  one('LAS-HTTP-16', 'i', 'Versions of TLS before 1.2 are refused.', 'Versies van TLS voor 1.2 worden geweigerd.', INFERRED),
  one(
    'LAS-HTTP-17',
    'i',
    'The certificate is that of the host, trusted and not expired.',
    'Het certificaat is van de host, vertrouwd en niet verlopen.',
    INFERRED,
  ),
  one(
    'LAS-HTTP-18',
    'b',
    'A caller shows a client certificate.',
    'Een afzender toont een clientcertificaat.',
    unknown('is Edukoppeling, with certificates on both sides, mandatory for UWLR or agreed between two parties?'),
  ),
  one(
    'LAS-HTTP-19',
    'b: W22',
    'A question with half a megabyte of comments is answered.',
    'Een vraag met een halve megabyte commentaar wordt beantwoord.',
    INFERRED_ADVICE,
  ),
  one(
    'LAS-HTTP-20',
    'b: RFC 9112 9.3, 9.6',
    'A connection is kept for the next message, or its end is announced with Connection: close.',
    'Een verbinding blijft open voor het volgende bericht, of het einde wordt aangekondigd met Connection: close.',
    INFERRED,
  ),
];

const XML = 'b: XML 1.0';

/** Ways to write the same message, which a LAS has to read alike (XML 1.0, SOAP 1.1; spec j). */
export const LAS_TOLERANT_REQUIREMENTS = [
  one('LAS-TOLERANT-01', 'b, j: XML namespaces', 'Any prefixes are accepted.', 'Alle prefixen worden aanvaard.'),
  one(
    'LAS-TOLERANT-02',
    'b, j: XML namespaces',
    'Default namespaces in place of prefixes are accepted.',
    'Default namespaces in plaats van prefixen worden aanvaard.',
  ),
  one('LAS-TOLERANT-03', XML, 'White space between elements is accepted.', 'Witruimte tussen elementen wordt aanvaard.'),
  one('LAS-TOLERANT-04', XML, 'Comments are accepted.', 'Commentaar wordt aanvaard.'),
  one('LAS-TOLERANT-05', XML, 'CDATA sections are accepted.', 'CDATA-secties worden aanvaard.'),
  one('LAS-TOLERANT-06', XML, 'References to characters are accepted.', 'Verwijzingen naar tekens worden aanvaard.'),
  one('LAS-TOLERANT-07', `${XML} 4.3.3`, 'A byte order mark before UTF-8 is accepted.', 'Een byte order mark voor UTF-8 wordt aanvaard.'),
  one('LAS-TOLERANT-08', `${XML} 4.3.3`, 'UTF-16 with a byte order mark is accepted.', 'UTF-16 met een byte order mark wordt aanvaard.'),
  one(
    'LAS-TOLERANT-09',
    'clients 1, 2',
    'ISO-8859-1, declared as such, is accepted.',
    'ISO-8859-1 wordt aanvaard als het zo is aangegeven.',
    INFERRED_ADVICE,
  ),
  one('LAS-TOLERANT-10', 'b: RFC 7303', 'A Content-Type without charset is accepted.', 'Een Content-Type zonder charset wordt aanvaard.'),
  one(
    'LAS-TOLERANT-11',
    'b: RFC 9110 8.3',
    'A charset in capitals and in quotes is accepted.',
    'Een charset in hoofdletters en tussen aanhalingstekens wordt aanvaard.',
  ),
  one('LAS-TOLERANT-12', XML, 'A message without XML declaration is accepted.', 'Een bericht zonder XML-declaratie wordt aanvaard.'),
  one(
    'LAS-TOLERANT-13',
    'b: SOAP 1.1 4.2.3',
    'An autorisatie header with mustUnderstand is accepted: the LAS understands it.',
    'Een autorisatieheader met mustUnderstand wordt aanvaard: het LAS begrijpt die.',
  ),
  one(
    'LAS-TOLERANT-14',
    'b: SOAP 1.1 4.1.1, 4.2',
    'Attributes of SOAP 1.1, such as encodingStyle, are accepted.',
    'Attributen van SOAP 1.1, zoals encodingStyle, worden aanvaard.',
    INFERRED,
  ),
  one(
    'LAS-TOLERANT-15',
    'b: SOAP 1.1 4.2',
    'A header that the LAS does not know, without mustUnderstand, is ignored.',
    'Een header die het LAS niet kent, zonder mustUnderstand, wordt genegeerd.',
  ),
  one(
    'LAS-TOLERANT-16',
    'b, e, clients 4: X22',
    'An autorisatie header with its fields in no namespace is accepted, or refused with Client.AutorisatieOngeldig.',
    'Een autorisatieheader met velden zonder namespace wordt aanvaard, of geweigerd met Client.AutorisatieOngeldig.',
    INFERRED,
  ),
  one(
    'LAS-TOLERANT-17',
    'clients 1: XML Schema 2.6',
    'The attribute xsi:schemaLocation is accepted.',
    'Het attribuut xsi:schemaLocation wordt aanvaard.',
  ),
  one('LAS-TOLERANT-18', 'j', 'Unused namespace declarations are accepted.', 'Ongebruikte namespace-declaraties worden aanvaard.'),
];
