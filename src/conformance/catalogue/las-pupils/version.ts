import { INFERRED, ofLas, unknown } from '../las-requirement.js';

/** Which version is spoken, and what a LAS does with one that it does not speak (spec e, f). */
export const VERSION_REQUIREMENTS = [
  ofLas(
    'LAS-VERSION-01',
    'e, f: V221 foutafhandeling, TP10',
    'A version that the LAS does not speak is refused with Client.XsdVersieOngeldig, or it is answered in that version: never in another.',
    'Een versie die de LAS niet spreekt, wordt geweigerd met Client.XsdVersieOngeldig, of beantwoord in die versie: nooit in een andere.',
  ),
  ofLas(
    'LAS-VERSION-02',
    'e: V221 foutafhandeling, TP10',
    'A version that does not exist is refused with Client.XsdVersieOngeldig.',
    'Een versie die niet bestaat, wordt geweigerd met Client.XsdVersieOngeldig.',
  ),
  ofLas(
    'LAS-VERSION-03',
    'f, j: X22, T22',
    'A caller of 2.1 gets no ECK iDs: pupils and staff have had them since 2.2.',
    'Een vrager van 2.1 krijgt geen ECK iDs: leerlingen en leerkrachten hebben die sinds 2.2.',
    { versions: ['2.1'] },
  ),
  ofLas(
    'LAS-VERSION-04',
    'f: X22, X10',
    'Whatever the version, the answer is about the same pupils.',
    'In elke versie gaat het antwoord over dezelfde leerlingen.',
    INFERRED,
  ),
  ofLas(
    'LAS-VERSION-05',
    'f',
    'The XSDs of 2.3 make key optional and hold school years after 2024-2025.',
    'De XSDs van 2.3 maken key optioneel en kennen schooljaren na 2024-2025.',
    { versions: ['2.3'], ...unknown('the official XSDs of 2.3 were not found: the judge uses what is known of them') },
  ),
  ofLas(
    'LAS-VERSION-06',
    'f',
    'Value 1.0 of xsdversie belongs on the /1/ namespace alone.',
    'Waarde 1.0 van xsdversie hoort alleen bij de namespace /1/.',
    {
      ...INFERRED,
      notTestable: 'how lenient a LAS is with xsdversie 1 in the /2/ namespace is agreed between the two',
    },
  ),
];
