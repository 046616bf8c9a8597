import { ADVISED, INFERRED, INFERRED_ADVICE, ofLas } from '../las-requirement.js';

/** Answers with pupil data as HTTP and XML have them (spec b; clients.md 1, 7, 8). Requests are for `las-messages`. */
export const WIRE_REQUIREMENTS = [
  ofLas(
    'LAS-HTTP-51',
    'b: W22, SOAP 1.1 (6.2)',
    'The Content-Type of an answer is text/xml.',
    'Het Content-Type van een antwoord is text/xml.',
  ),
  ofLas(
    'LAS-HTTP-52',
    'clients.md 1, 7.2 [run]: without it names are read as ISO-8859-1',
    'The Content-Type of an answer names the charset.',
    'Het Content-Type van een antwoord noemt de charset.',
    ADVISED,
  ),
  ofLas('LAS-HTTP-53', 'clients.md 7.2', 'Answers are in UTF-8.', 'Antwoorden zijn in UTF-8.', INFERRED_ADVICE),
  ofLas(
    'LAS-HTTP-54',
    'b: XML 1.0 (4.3.3), RFC 7303',
    'The bytes of an answer are in the encoding that Content-Type and the XML declaration name.',
    'De bytes van een antwoord staan in de codering die Content-Type en de XML-declaratie noemen.',
  ),
  ofLas(
    'LAS-HTTP-55',
    'clients.md 1, 7.2 [run]: PowerShell cannot read it',
    'Answers have no byte order mark.',
    'Antwoorden hebben geen byte order mark.',
    ADVISED,
  ),
  ofLas(
    'LAS-HTTP-56',
    'clients.md 1: names garbled',
    'Names come through whole: no sign of text that was encoded twice or lost.',
    'Namen komen heel over: geen teken van tekst die dubbel gecodeerd of verminkt is.',
    INFERRED,
  ),
  ofLas('LAS-HTTP-57', 'b: SOAP 1.1 (3)', 'Answers have no document type declaration.', 'Antwoorden hebben geen documenttype (DTD).'),
  ofLas(
    'LAS-HTTP-58',
    'b: SOAP 1.1 (3)',
    'Answers have no processing instructions.',
    'Antwoorden hebben geen verwerkingsinstructies (processing instructions).',
  ),
  ofLas(
    'LAS-HTTP-59',
    'b: RFC 9110 (12.5.3)',
    'An answer is compressed only when the caller said that it can read that.',
    'Een antwoord is alleen gecomprimeerd als de vrager zei dat te kunnen lezen.',
    INFERRED,
  ),
  ofLas(
    'LAS-HTTP-60',
    'b: prose hints at compression',
    'A caller that accepts gzip gets the same data, compressed or not.',
    'Een vrager die gzip accepteert, krijgt dezelfde gegevens, gecomprimeerd of niet.',
    INFERRED,
  ),
];
