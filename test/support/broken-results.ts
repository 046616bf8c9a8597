/** A small valid message, an element on each line, to break in one place at a time. */
export const RESULTS = `<leerresultaten_verzoek xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <school>
    <schooljaar>2024-2025</schooljaar>
    <brincode>99XX</brincode>
    <aanmaakdatum>2025-07-01T12:00:00+02:00</aanmaakdatum>
    <xsdversie>2.2</xsdversie>
  </school>
  <toetsafnames>
    <toetsafname>
      <leerlingid>L1</leerlingid>
      <resultaten>
        <resultaat key="R1">
          <afnamedatum>2025-06-01</afnamedatum>
          <toetscode>T1</toetscode>
          <score>7</score>
        </resultaat>
        <resultaat key="R2">
          <afnamedatum>2025-06-02</afnamedatum>
          <toetscode>T1</toetscode>
          <score>8</score>
        </resultaat>
      </resultaten>
    </toetsafname>
  </toetsafnames>
  <toetsen>
    <toets>
      <toetscode vocabulaire="urn:voorbeeld:toetsen">T1</toetscode>
      <toetsonderdelen>
        <toetsonderdeel>
          <toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer>
          <toetsonderdeelcode>O1</toetsonderdeelcode>
        </toetsonderdeel>
        <toetsonderdeel>
          <toetsonderdeelvolgnummer>2</toetsonderdeelvolgnummer>
          <toetsonderdeelcode>O2</toetsonderdeelcode>
        </toetsonderdeel>
      </toetsonderdelen>
    </toets>
  </toetsen>
</leerresultaten_verzoek>
`;

/** The message with one piece of it replaced. The piece must occur once. */
export function replaced(piece: string, by: string, message = RESULTS): string {
  if (message.split(piece).length !== 2) throw new Error(`not once in the message: ${piece}`);
  return message.replace(piece, () => by);
}

const RESULT = '/leerresultaten_verzoek/toetsafnames/toetsafname[1]/resultaten/resultaat[2]';
const PUPIL = '/leerresultaten_verzoek/toetsafnames/toetsafname[1]';
const SCHOOL = '/leerresultaten_verzoek/school';
const PART = '/leerresultaten_verzoek/toetsen/toets[1]/toetsonderdelen/toetsonderdeel[2]';

/** For every rule of the XSDs that results can break: what breaks it and nothing else, and the one finding that comes of it. */
export const BROKEN: readonly (readonly [what: string, piece: string, by: string, finding: string])[] = [
  ['an unknown element', '8</score>', '8</score><iets><a>1</a></iets>', `UWLR-SCH-001 ${RESULT}/* 20:27`],
  [
    'two elements in the wrong order',
    '<schooljaar>2024-2025</schooljaar>\n    <brincode>99XX</brincode>',
    '<brincode>99XX</brincode>\n    <schooljaar>2024-2025</schooljaar>',
    `UWLR-SCH-002 ${SCHOOL}/brincode 3:5`,
  ],
  [
    'a missing element, where another comes instead',
    '          <afnamedatum>2025-06-02</afnamedatum>\n',
    '',
    `UWLR-SCH-003 ${RESULT}/afnamedatum 18:11`,
  ],
  ['a missing element at the end', '<score>8</score>', '', `UWLR-SCH-003 ${RESULT}/score 17:9`],
  ['none of a choice', '    <brincode>99XX</brincode>\n', '', `UWLR-SCH-003 ${SCHOOL}/brincode 4:5`],
  ['an element twice', 'L1</leerlingid>', 'L1</leerlingid><leerlingid>L2</leerlingid>', `UWLR-SCH-004 ${PUPIL}/leerlingid 10:34`],
  ['an element in another namespace', '<leerlingid>', '<leerlingid xmlns="urn:voorbeeld:anders">', `UWLR-SCH-005 ${PUPIL}/leerlingid 10:7`],
  ['an element in no namespace', '<school>', '<school xmlns="">', `UWLR-SCH-005 ${SCHOOL} 2:3`],
  ['both of a choice', 'XX</brincode>', 'XX</brincode><schoolkey>k</schoolkey>', `UWLR-SCH-006 ${SCHOOL}/schoolkey 4:30`],
  ['text between elements', '<toetsafnames>', 'tekst <toetsafnames>', 'UWLR-SCH-007 /leerresultaten_verzoek 1:1'],
  ['an unknown attribute', '<score>8', '<score iets="1">8', `UWLR-SCH-008 ${RESULT}/score/@* 20:11`],
  ['an attribute in a namespace', '<score>8', '<score xml:lang="nl">8', `UWLR-SCH-008 ${RESULT}/score/@* 20:11`],
  ['an unknown xsi attribute', '<score>8', '<score xsi:iets="1">8', `UWLR-SCH-008 ${RESULT}/score 20:11`],
  ['a missing attribute', ' key="R2"', '', `UWLR-SCH-009 ${RESULT}/@key 17:9`],
  ['xsi:nil, even when it is false', '<score>8', '<score xsi:nil="false">8', `UWLR-SCH-010 ${RESULT}/score 20:11`],
  ['another xsi:type', '<score>8', '<score xsi:type="ctpToets">8', `UWLR-SCH-011 ${RESULT}/score 20:11`],
  ['an xsi:type whose prefix means nothing', '<score>8', '<score xsi:type="x:tpScore">8', `UWLR-SCH-011 ${RESULT}/score 20:11`],
  [
    'an abstract element without a type',
    '<score>8</score>',
    '<anderresultaat><a/></anderresultaat>',
    `UWLR-SCH-012 ${RESULT}/anderresultaat 20:11`,
  ],
  [
    'an abstract element with a type that is not registered',
    '<score>8</score>',
    '<anderresultaat xmlns:e="urn:voorbeeld:eigen" xsi:type="e:ctpOnbekend"/>',
    `UWLR-SCH-012 ${RESULT}/anderresultaat 20:11`,
  ],
  ['no xsdversie', '    <xsdversie>2.2</xsdversie>\n', '', `UWLR-SCH-013 ${SCHOOL}/xsdversie 2:3`],
  ['an empty value', '<leerlingid>L1</leerlingid>', '<leerlingid/>', `UWLR-SCH-020 ${PUPIL}/leerlingid 10:7`],
  ['a long value', 'L1', '𝄞'.repeat(257), `UWLR-SCH-021 ${PUPIL}/leerlingid 10:7`],
  ['a code of another form', '99XX', '99xx', `UWLR-SCH-022 ${SCHOOL}/brincode 4:5`],
  ['white space around a code', '99XX', ' 99XX', `UWLR-SCH-022 ${SCHOOL}/brincode 4:5`],
  ['a score that is no number', '>8<', '>X<', `UWLR-SCH-023 ${RESULT}/score 20:11`],
  ['a decimal score', '>8<', '>7.5<', `UWLR-SCH-023 ${RESULT}/score 20:11`],
  ['a score below 0', '>8<', '>-8<', `UWLR-SCH-024 ${RESULT}/score 20:11`],
  ['a day that does not exist', '2025-06-02', '2025-06-31', `UWLR-SCH-025 ${RESULT}/afnamedatum 18:11`],
  ['a moment that does not exist', '12:00:00', '24:00:01', `UWLR-SCH-026 ${SCHOOL}/aanmaakdatum 5:5`],
  [
    'an attribute that is no URI',
    'urn:voorbeeld:toetsen',
    'http://[',
    'UWLR-SCH-027 /leerresultaten_verzoek/toetsen/toets[1]/toetscode/@vocabulaire 27:7',
  ],
  ['a key twice', 'key="R2"', 'key="R1"', `UWLR-ID-001 ${RESULT}/@key 17:9`],
  ['a number twice, in another form', 'volgnummer>2<', 'volgnummer> +01 <', `UWLR-ID-002 ${PART}/toetsonderdeelvolgnummer 34:11`],
  [
    'a reference to nothing',
    'T1</toetscode>\n          <score>8',
    'T1 </toetscode>\n          <score>8',
    `UWLR-ID-003 ${RESULT}/toetscode 19:11`,
  ],
];
