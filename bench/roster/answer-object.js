/**
 * The answer to HaalLeerlinggegevens (2.2, smalle set) that gives a school, as node-soap has objects: attributes apart, everything
 * else in the order of the schema.
 */
export function answerObject({ origin, groups, learners, teachers }, brincode) {
  const of = (kind) => groups.filter((group) => group.kind === kind);
  return {
    leerlinggegevens: {
      school: {
        schooljaar: origin.schoolYear,
        peildatum: origin.referenceDate,
        brincode,
        dependancecode: '00',
        aanmaakdatum: origin.createdAt,
        xsdversie: '2.2',
      },
      groepen: {
        groep: of('base').map(({ key, name, yearGroup }) => ({ attributes: { key }, naam: name, jaargroep: yearGroup })),
        samengestelde_groep: of('combined').map(({ key, name }) => ({ attributes: { key }, naam: name })),
      },
      leerlingen: { leerling: learners.map(leerling) },
      leerkrachten: { leerkracht: teachers.map(leerkracht) },
    },
  };
}

function leerling({ key, eckId, name, birthDate, yearGroup, group, combinedGroups }) {
  return {
    attributes: { key, eckid: eckId },
    ...naam(name),
    geboortedatum: birthDate,
    jaargroep: yearGroup,
    groep: reference(group),
    ...(combinedGroups.length === 0 ? {} : { samengestelde_groepen: { samengestelde_groep: combinedGroups.map(reference) } }),
  };
}

function leerkracht({ key, eckId, name, email, groups }) {
  const of = (kind) => groups.filter((group) => group.kind === kind).map((group) => reference(group.key));
  const combined = of('combined');
  return {
    attributes: { key, eckid: eckId },
    ...naam(name),
    emailadres: email,
    groepen: { groep: of('base'), ...(combined.length === 0 ? {} : { samengestelde_groep: combined }) },
  };
}

function naam({ family, prefix, call }) {
  return { achternaam: family, ...(prefix === undefined ? {} : { voorvoegsel: prefix }), roepnaam: call };
}

function reference(key) {
  return { attributes: { key } };
}
