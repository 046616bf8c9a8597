import { DEMANDED_FIELDS, PROFILE_FIELDS } from '../../../conformance/catalogue/las-pupils/profile-fields.js';
import { withElement } from '../edit-xml.js';
import { type LasDefect, misanswers } from '../las-defect.js';

/** In profiles: each field that is given outside of one, or kept back. */
export const PROFILE_DEFECTS: readonly LasDefect[] = [
  misanswers('leaks-beyond-profile', 'LAS-PROFILE-30', 'It gives a field that the standard has and the profile does not.', (xml) =>
    withElement(xml, 'roepnaam', (element) => `${element}<gebruikersnaam>gebruiker</gebruikersnaam>`),
  ),
  misanswers('leaks-locations', 'LAS-PROFILE-31', 'It gives the locations of the school.', (xml) =>
    xml.replace('</school>', '</school><vestigingen><vestiging key="V-1"><naam>Hoofdgebouw</naam></vestiging></vestigingen>'),
  ),
  ...PROFILE_FIELDS.flatMap(({ id, of, names, outside }) =>
    names.map((name): LasDefect => {
      const defect = misanswers(`leaks-${of[0]}-${name}`, id, `It gives ${name} of ${of[0]}, which the profile does not have.`, (xml) =>
        xml.replaceAll(`</${of[0]}>`, `<${name}>1</${name}></${of[0]}>`),
      );
      return outside['smalle-set'].length > 0 ? defect : { ...defect, shows: 'lvs-set' };
    }),
  ),
  ...DEMANDED_FIELDS.map(
    ({ id, of, name }): LasDefect => ({
      ...misanswers(`lacks-${of}-${name}`, id, `It leaves ${name} of ${of} out, which the LVS set demands.`, (xml) =>
        withElement(xml, of, (element) => withElement(element, name, '')),
      ),
      shows: 'lvs-set',
    }),
  ),
  {
    ...misanswers('lacks-groups-of-structure', 'LAS-PROFILE-32', 'It gives a structure without groups.', (xml) =>
      xml.includes('<structuur_antwoord') ? withElement(xml, 'groepen', '') : xml,
    ),
    shows: 'lvs-set',
  },
];
