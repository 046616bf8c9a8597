import { INFERRED, INFERRED_ADVICE, ofLas } from '../las-requirement.js';

/** The description of the service (spec b; clients.md 8). That it is offered at `?wsdl` is practice, what is in it is the standard's. */
export const DESCRIPTION_REQUIREMENTS = [
  ofLas(
    'LAS-WSDL-01',
    'b, f: W22, Somtoday',
    'The service gives its WSDL at its address with ?wsdl.',
    'De dienst geeft zijn WSDL op zijn adres met ?wsdl.',
    INFERRED_ADVICE,
  ),
  ofLas(
    'LAS-WSDL-02',
    'b: W22',
    'The targetNamespace of the WSDL is that of leerlinggegevens.',
    'De targetNamespace van het WSDL is die van leerlinggegevens.',
  ),
  ofLas(
    'LAS-WSDL-03',
    'b: W22',
    'The WSDL has the operation HaalLeerlinggegevens with its SOAPAction.',
    'Het WSDL heeft de operatie HaalLeerlinggegevens met de bijbehorende SOAPAction.',
  ),
  ofLas('LAS-WSDL-04', 'b: W22', 'The binding is document/literal over SOAP 1.1.', 'De binding is document/literal over SOAP 1.1.'),
  ofLas(
    'LAS-WSDL-05',
    'b: W22',
    'Operations in steps, where the WSDL has them, have their SOAPAction.',
    'Operaties in stappen hebben, waar het WSDL ze kent, hun SOAPAction.',
    { versions: ['2.1', '2.2', '2.3'] },
  ),
  ofLas(
    'LAS-WSDL-06',
    'b: clients.md 4, 8',
    'Every schema that the WSDL imports by location can be had there.',
    'Elk schema dat het WSDL met een locatie importeert, is daar te krijgen.',
    INFERRED,
  ),
  ofLas(
    'LAS-WSDL-07',
    'b: W22 (addresses are placeholders)',
    'The address in the WSDL is that of the machine that gave it.',
    'Het adres in het WSDL is dat van de machine die het gaf.',
    INFERRED_ADVICE,
  ),
  ofLas(
    'LAS-WSDL-08',
    'b: W22, erratum of 2017-03-01',
    'Service and port have the names of the standard.',
    'Service en port hebben de namen van de standaard.',
    INFERRED_ADVICE,
  ),
];
