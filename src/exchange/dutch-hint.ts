/**
 * Hints of findings in Dutch, for those who read a fault. `{}` stands for a number, a list of versions or a name of the standard, which are
 * the same in both languages. A hint that is not here goes out as it is: `test/exchange/dutch-hint.test.ts` holds the list to the code.
 */
const DUTCH: Readonly<Record<string, string>> = {
  // What a value should have been.
  'expected: {} to {} characters': 'verwacht: {} tot en met {} tekens',
  'expected: at least {} character': 'verwacht: ten minste {} teken',
  'expected: any text': 'verwacht: een tekst',
  'expected: a URI': 'verwacht: een URI',
  'expected: {} digits': 'verwacht: {} cijfers',
  'expected: two digits': 'verwacht: twee cijfers',
  'expected: two to six digits': 'verwacht: twee tot zes cijfers',
  'expected: two digits and two capitals as in {}': 'verwacht: twee cijfers en twee hoofdletters, zoals {}',
  'expected: four digits and two capitals': 'verwacht: vier cijfers en twee hoofdletters',
  'expected: two years as in {}': 'verwacht: twee jaren, zoals {}',
  'expected: two consecutive years as in {}': 'verwacht: twee opeenvolgende jaren, zoals {}',
  'expected: a date as in {}': 'verwacht: een datum, zoals {}',
  'expected: a moment as in {}': 'verwacht: een tijdstip, zoals {}',
  'expected: a whole number': 'verwacht: een geheel getal',
  'expected: a whole number from {}': 'verwacht: een geheel getal vanaf {}',
  'expected: a whole number from {} to {}': 'verwacht: een geheel getal van {} tot en met {}',
  'expected: a whole number of at most {} bits': 'verwacht: een geheel getal van hoogstens {} bits',
  'expected: a decimal number with a point': 'verwacht: een decimaal getal met een punt',
  'expected: a decimal number from {} to {}': 'verwacht: een decimaal getal van {} tot en met {}',
  'expected: a two-letter country code, or ?': 'verwacht: een landcode van twee letters, of ?',
  'expected: one of the codes of EDEXML, such as LRK or IB': 'verwacht: een van de codes van EDEXML, zoals LRK of IB',
  'expected: 0 not known, 1 boy, 2 girl, 9 not specified': 'verwacht: 0 onbekend, 1 jongen, 2 meisje, 9 niet gespecificeerd',
  'expected: 1 boy, 2 girl, 3 not known': 'verwacht: 1 jongen, 2 meisje, 3 onbekend',
  'expected: 0, 1 or 9': 'verwacht: 0, 1 of 9',
  'expected: J or N': 'verwacht: J of N',
  'expected: ?, 0, 0,3 or 1,2': 'verwacht: ?, 0, 0,3 of 1,2',
  'expected: ?, 0.00, 0.25, 0.40, 0.70 or 0.90': 'verwacht: ?, 0.00, 0.25, 0.40, 0.70 of 0.90',
  'expected: B, D, 0 to 8, 11 to 16, S, V, C, N or H': 'verwacht: B, D, 0 tot en met 8, 11 tot en met 16, S, V, C, N of H',
  'expected here: {} and {} more': 'hier verwacht: {} en nog {}',
  'expected here: {}': 'hier verwacht: {}',
  'expected: {} or {}': 'verwacht: {} of {}',
  'expected: {}': 'verwacht: {}',
  '{} of them': '{} stuks',
  '{} times': '{} keer',
  'this one is addressed to another actor': 'deze is voor een andere actor bestemd',
  // What is not well-formed.
  'an & that begins no reference: write &amp;': 'een & die geen verwijzing begint: schrijf &amp;',
  'a name between & and ; that XML does not have: write the character itself or its number, such as &#233;':
    'een naam tussen & en ; die XML niet kent: schrijf het teken zelf of zijn nummer, zoals &#233;',
  'a number between &# and ; that is no character of XML': 'een nummer tussen &# en ; dat geen teken van XML is',
  'a < that begins no tag: write &lt;': 'een < die geen tag begint: schrijf &lt;',
  'a < in the value of an attribute: write &lt;': 'een < in de waarde van een attribuut: schrijf &lt;',
  'something follows the quote that ends the value of an attribute: write &quot; for a quote in a value':
    'er staat iets achter het aanhalingsteken dat de waarde van een attribuut afsluit: schrijf &quot; voor een aanhalingsteken in een waarde',
  'no attribute can be read here: a value stands between quotes, and a quote in it is written &quot;':
    'hier kan geen attribuut worden gelezen: een waarde staat tussen aanhalingstekens, en een aanhalingsteken daarin is &quot;',
  'a character that XML does not allow': 'een teken dat in XML niet is toegestaan',
  'the tags do not pair up: each element needs its closing tag, and a < in a text is written &lt;':
    'de tags vormen geen paren: elk element heeft een sluittag nodig, en een < in een tekst is &lt;',
  'the document ends before its last tag is closed (Content-Length counts bytes, not characters)':
    'het document eindigt voordat de laatste tag gesloten is (Content-Length telt bytes, geen tekens)',
  'an XML declaration that is wrong, or that does not stand at the very start':
    'een XML-declaratie die niet klopt, of die niet helemaal aan het begin staat',
  'a comment with -- in it': 'een commentaar met -- erin',
  'a processing instruction without a proper name': 'een processing instruction zonder geldige naam',
  'a ]]> outside of a CDATA section: write ]]&gt;': 'een ]]> buiten een CDATA-sectie: schrijf ]]&gt;',
  'duplicate attribute': 'een attribuut staat er twee keer',
  'malformed qualified name': 'een naam heeft niet de vorm van een XML-naam',
  'malformed namespace prefix': 'een namespaceprefix heeft niet de vorm van een XML-naam',
  'namespace prefix without a declaration': 'een namespaceprefix is niet gedeclareerd',
  'reserved namespace prefix or URI': 'een namespaceprefix of -URI is gereserveerd',
  'the xml prefix and its URI belong together': 'de prefix xml en zijn URI horen bij elkaar',
  'a namespace prefix cannot be undeclared in XML 1.0': 'een namespaceprefix kan in XML 1.0 niet worden opgeheven',
  'a document type declaration is not allowed': 'een DOCTYPE is niet toegestaan',
  'text data outside of root node': 'er staat tekst buiten het hoofdelement',
  'documents may contain only one root': 'een document heeft maar één hoofdelement',
  'document must contain a root element': 'het document heeft geen hoofdelement',
  // Encodings and parts.
  'the charset of the Content-Type is not {} or {}': 'de charset in het Content-Type is niet {} of {}',
  'the declared encoding is not {} or {}': 'de tekencodering in de XML-declaratie is niet {} of {}',
  'the declared encoding is not the one that the text is in': 'de tekencodering in de XML-declaratie is niet die van de tekst',
  'the text is not in UTF-16, as the Content-Type says': 'de tekst is niet in UTF-16, zoals het Content-Type zegt',
  'the XML declaration is too long': 'de XML-declaratie is te lang',
  'a byte sequence that is not a character': 'een reeks bytes die geen teken is',
  'the text ends within a character': 'de tekst eindigt midden in een teken',
  'a second byte order mark': 'er staat een tweede byte order mark',
  'UTF-32 is not read': 'UTF-32 wordt niet gelezen',
  'only gzip and deflate are accepted as a content encoding': 'alleen gzip en deflate worden als Content-Encoding gelezen',
  'the body is not compressed as it says': 'de inhoud is niet gecomprimeerd zoals het Content-Encoding zegt',
  'something follows the compressed body': 'er staat iets achter de gecomprimeerde inhoud',
  'the compressed body expands too much': 'de gecomprimeerde inhoud wordt te groot',
  'the compressed body is longer than what is in it': 'de gecomprimeerde inhoud is langer dan wat erin zit',
  'a message in parts is multipart/related': 'een bericht in delen is multipart/related',
  'the Content-Type has no usable boundary': 'het Content-Type heeft geen bruikbare boundary',
  'no part of the body is the message': 'geen van de delen is het bericht',
  'the part with the message is not XML': 'het deel met het bericht is geen XML',
  'the part with the message is encoded': 'het deel met het bericht is gecodeerd',
  'something follows a boundary': 'er staat iets achter een boundary',
  'the body ends within the headers of a part': 'de inhoud eindigt in de headers van een deel',
  'the body ends before the part with the message does': 'de inhoud eindigt voordat het deel met het bericht eindigt',
  'the message points to an attachment; its values belong in the XML itself':
    'het bericht verwijst naar een bijlage; de waarden horen in de XML zelf',
  // Bounds.
  'more than {} bytes': 'meer dan {} bytes',
  'the message is larger than {} bytes (UWLR_MAX_MESSAGE_BYTES)': 'het bericht is groter dan {} bytes (UWLR_MAX_MESSAGE_BYTES)',
  'more than {} bytes stand before the part with the message': 'er staan meer dan {} bytes voor het deel met het bericht',
  'elements nested too deep: more than {}': 'te diep geneste elementen: meer dan {}',
  'text too long: more than {} characters': 'te lange tekst: meer dan {} tekens',
  'attribute value too long: more than {} characters': 'te lange waarde van een attribuut: meer dan {} tekens',
  'name too long: more than {} characters': 'te lange naam: meer dan {} tekens',
  'namespace too long: more than {} characters': 'te lange namespace: meer dan {} tekens',
  'too many attributes: more than {}': 'te veel attributen: meer dan {}',
  'too many character references: more than {}': 'te veel tekenverwijzingen: meer dan {}',
  'too many different names: more than {}': 'te veel verschillende namen: meer dan {}',
  'too many namespace declarations: more than {}': 'te veel namespacedeclaraties: meer dan {}',
  'too many parts in the envelope: more than {}': 'te veel delen in de envelop: meer dan {}',
  'too many deviations for what is in the message': 'te veel afwijkingen voor wat er in het bericht staat',
};

const EXACT = new Map(Object.entries(DUTCH).filter(([english]) => !english.includes('{}')));
const FORMS = Object.entries(DUTCH)
  .filter(([english]) => english.includes('{}'))
  .map(([english, dutch]) => ({ parts: english.split('{}'), dutch: dutch.split('{}') }))
  // The form that says most comes first: `from {} to {}` is one of `from {}` too.
  .sort((one, other) => other.parts.join('').length - one.parts.join('').length);

/** A hint in Dutch; as it is when nobody translated it. */
export function dutchHint(hint: string): string {
  const exact = EXACT.get(hint);
  if (exact !== undefined) return exact;
  for (const { parts, dutch } of FORMS) {
    const values = valuesOf(hint, parts);
    if (values !== undefined) return dutch.reduce((text, part, at) => text + values[at - 1] + part);
  }
  return hint;
}

/** What stands for `{}` in a hint of this form, none of it empty; undefined when it has another form. */
function valuesOf(hint: string, [first = '', ...rest]: readonly string[]): string[] | undefined {
  if (!hint.startsWith(first)) return undefined;
  const values: string[] = [];
  let from = first.length;
  for (const [at, part] of rest.entries()) {
    const end = part === '' ? hint.length : at === rest.length - 1 ? hint.length - part.length : hint.indexOf(part, from);
    if (end <= from || !hint.startsWith(part, end)) return undefined;
    values.push(hint.slice(from, end));
    from = end + part.length;
  }
  return from === hint.length ? values : undefined;
}
