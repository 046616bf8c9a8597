/** How a message names a school (UWLR, spec a.3): by BRIN and location, or by a key that both parties agreed on. */
export interface SchoolIdentification {
  readonly brincode?: string;
  readonly dependancecode?: string;
  readonly schoolkey?: string;
}

const SCHOOLKEY = 'schoolkey:';
const BRIN = /^([0-9]{2}[A-Z]{2})(?:[-.]?([0-9]{2}))?$/;

/**
 * The id of a school: `99AB`, `99AB-01`, or `schoolkey:<key>`. Location `00`, an empty one and none are the same school.
 * White space around a key counts for nothing; a blank key gives an id that no school has.
 */
export function schoolId({ brincode, dependancecode, schoolkey }: SchoolIdentification): string {
  if (brincode !== undefined && brincode !== '') {
    return dependancecode === undefined || dependancecode === '' || dependancecode === '00' ? brincode : `${brincode}-${dependancecode}`;
  }
  return SCHOOLKEY + (schoolkey ?? '').trim();
}

/** The id that a person means by `99AB`, `99AB01`, `99AB-01`, `99AB.01`, `99AB.00` or `schoolkey:<key>`; undefined for anything else. */
export function parseSchoolId(text: string): string | undefined {
  const identification = identificationOf(text.trim());
  return identification === undefined ? undefined : schoolId(identification);
}

/** The other way round: how a message names the school with this id; undefined when it is not an id. */
export function identificationOf(id: string): SchoolIdentification | undefined {
  if (id.startsWith(SCHOOLKEY)) {
    const schoolkey = id.slice(SCHOOLKEY.length).trim();
    return schoolkey === '' ? undefined : { schoolkey };
  }
  const parts = BRIN.exec(id);
  if (parts === null) return undefined;
  const [, brincode, dependancecode] = parts;
  return { brincode: brincode as string, ...(dependancecode === undefined || dependancecode === '00' ? {} : { dependancecode }) };
}
