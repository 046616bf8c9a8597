/** A place where we knowingly differ from the official files of UWLR. */
export interface Deviation {
  readonly name: string;
  readonly what: string;
  readonly why: string;
}

/**
 * All of them. Tests that compare verdicts with the official XSDs make an exception for these and for nothing else;
 * `docs/deviations.md` is made from this list.
 */
export const DEVIATIONS = [
  {
    name: 'ascii-codes',
    what: 'Digits and capitals in school years, BRINs and location codes are ASCII. The official patterns take any Unicode digit or capital.',
    why: 'A BRIN in Arabic digits, or with an Ä, is no BRIN; systems behind the gateway would not find the school.',
  },
  {
    name: 'autorisatie-length',
    what: 'A value in the autorisatie header that is longer than 64 characters is read, with warning UWLR-SCH-029, and can be sent. Our XSD and the official one refuse it.',
    why: 'Administrations have issued longer keys. Enforcing the limit would lock those schools out.',
  },
  {
    name: 'xsi-type',
    what: 'xsi:type may name the declared type of the element, or a registered extension of an abstract one. XSDs also accept any type derived from the declared one, such as xs:integer for xs:decimal. Some types derive from each other in the official files and are independent in ours. Some have a name in ours only: dependancecode, the groups in a request, the groups of a teacher, and the lists of locations, groups, pupils and staff. The type of a whole message or header may have its name in our WSDL.',
    why: 'Clients made with gSOAP can write the types of our WSDL into everything. A message has one meaning, whichever processor reads it. Lists need a name because JAX-WS makes no classes of the official files without a binding file.',
  },
  {
    name: 'registered-extension',
    what: 'An anderresultaat whose xsi:type is registered with the gateway is accepted. The XSDs, official and ours, do not know that type and refuse it.',
    why: 'The standard leaves the format to the two parties; what they agreed on cannot stand in files for everybody.',
  },
  {
    name: 'libxml2-white-space',
    what: 'White space around a date, a moment or the name in xsi:type counts for nothing. libxml2 refuses it there.',
    why: 'XSD 1.0 gives these types whiteSpace="collapse" (part 2, 3.2.9, 3.2.7 and 3.2.18). Indented messages are read as they are meant.',
  },
  {
    name: 'libxml2-cdata',
    what: 'An empty CDATA section is no content, and white space between elements may stand in one. libxml2 takes both for text.',
    why: 'XSD 1.0 judges characters; whether they stood in a CDATA section is no part of what it sees (part 1, cvc-complex-type 2.3).',
  },
  {
    name: 'libxml2-uri-port',
    what: 'The port in a URI may be empty, or a number beyond 31 bits. libxml2 refuses those.',
    why: 'RFC 3986, 3.2.3: a port is any number of digits.',
  },
  {
    name: 'libxml2-seconds',
    what: 'Seconds are compared digit for digit. libxml2 rounds them, and takes 59.999999999999999 for 60.',
    why: 'XSD 1.0, part 2, 3.2.7: any number of digits may follow the point.',
  },
  {
    name: 'libxml2-minus-zero',
    what: '-0 and 0 are one value, so they may not both stand where numbers have to differ. libxml2 takes them for two.',
    why: 'XSD 1.0, part 2, 3.3.13: integers are those of mathematics, and -0 is written 0 there.',
  },
  {
    name: 'no-effect-constraint',
    what: 'The rule uScoreNorm is left out.',
    why: 'It looks at an element that was removed in 2.1, so it never refuses anything.',
  },
  {
    name: 'arrangement',
    what: 'Groups, attribute groups, derivation between types and `final` are arranged differently in our XSDs.',
    why: 'They are made from the grammar. Apart from the deviations in this list the same documents are valid.',
  },
  {
    name: 'school-years',
    what: 'The school year of an answer may be any from 1991-1992 to 2098-2099. The official list of 2.2 ends with 2024-2025.',
    why: 'A list that ran out would refuse every answer of today. All known administrations send the current year.',
  },
  {
    name: 'role-tal',
    what: 'The role TAL (toetsafnameleider) is read. The list in the files of UWLR 2.2 lacks it.',
    why: 'EDEXML 2.1, which UWLR 2.2 is based on, has it.',
  },
  {
    name: 'dead-constraints',
    what: 'Keys and ECK iDs that occur twice and references to nothing in pupil data are semantic errors (UWLR-LG-002 to 010). They are not in our XSDs.',
    why: 'The official XSDs state these rules in a way that selects nothing, so their verdict on such messages is: valid. What was meant is held to all the same.',
  },
  {
    name: 'profile-requests',
    what: 'In our XSDs of the profiles, requests and the names of all messages are those of the standard. The official ones write Structuur_verzoek with a capital, lack gegevenssetid, and hold schoolkey to 64 characters.',
    why: 'Profiles are about what an answer may hold; on the wire the names are those of the standard (spec c.15).',
  },
  {
    name: 'version-1.0-inferred',
    what: 'Results of 1.0 are those of 2.2 without what came later, under names after the pattern of the pupil side; a norm has its lowest score only.',
    why: 'The files of the results side of 1.0 are not public. Its pupil side is.',
  },
  {
    name: 'edexml-1.0-wider',
    what: 'EDEXML 1.0x is read by the grammar of EDEXML 2.0: every file that is valid by its own XSDs is valid here, and so are fields, codes and lengths that came with 2.0.',
    why: 'The elements of 1.0x stand in the same order there, and mean the same. A file of that age that uses a later code can be read without guessing.',
  },
  {
    name: 'version-2.1-inferred',
    what: 'The grammar of 2.1 is that of 2.2 without eckid and with a schoolkey of at most 64 characters in questions and results. Keys in pupil data may have 256 characters, as since 2.2.',
    why: 'The files of 2.1 were not at hand; these are the changes to results that the files of 2.2 record.',
  },
  {
    name: 'version-2.3-inferred',
    what: 'In 2.3 a toetsafname may name its pupil by eckid alone, and a pupil in an answer may go without key; the Smalle set has no date of birth, and the LVS set neither initials nor the last digits of the national number. The rest of the grammar of 2.3 is that of 2.2.',
    why: 'The files of 2.3 are not public. The published rule, that the ECK iD comes first and the key of the administration may go beside it, is about pupil data; that it holds for results is inferred. That a pupil needs one of the two is held to by UWLR-LG-018, not by the XSD.',
  },
  {
    name: 'wsdl-inline',
    what: 'The WSDL that is served by default is looser than the standard: choices are runs of optional elements, and defaults and identity rules are left out. It is that of 2.3, which so takes what senders of 2.1 and 2.2 send. `?wsdl=exact` points to XSDs that say all that the standard says of the messages.',
    why: 'Common SOAP stacks cannot read the official layout, or silently send nothing. The bytes on the wire are the same, and the gateway checks them against the exact grammar.',
  },
  {
    name: 'wsdl-part-names',
    what: 'In every WSDL, `?wsdl=exact` included, messages and their parts carry the name of their element, and no fault messages are declared. In the official WSDL they have names of their own, and the operations in steps declare a fault. Services, ports, bindings, operations, SOAPActions and elements are the same.',
    why: 'Neither is on the wire. NuSOAP sends an empty message when a part and its element differ in name. The declared faults are the Fault of an envelope within the detail of a fault, which nobody sends.',
  },
] as const satisfies readonly Deviation[];

export type DeviationName = (typeof DEVIATIONS)[number]['name'];
