import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OwnError } from '../../core/own-error.js';
import type { SyntheticAdministration } from './synthetic-school.js';

const SCHEMAS = new URL('../../../schemas/', import.meta.url);
const FORMAT = 'uwlr-synthetic-school/1';

/** A school as JSON, in the shape of `schemas/synthetic/school.json`. */
export function schoolJson(school: SyntheticAdministration): object {
  return { format: FORMAT, ...school };
}

/** A value is no school. The message says where, by path and rule, and no value. */
export class UnfitSchool extends OwnError {
  constructor(reason: string) {
    super('synthetic-school', reason);
  }
}

/** The other way round. Throws `UnfitSchool` for another shape, a group that is not there, or a key that occurs twice. */
export function schoolOfJson(value: unknown): SyntheticAdministration {
  made ??= compiled();
  if (!made(value)) {
    const [{ instancePath = '', keyword = '' } = {}] = made.errors ?? [];
    throw new UnfitSchool(`${instancePath === '' ? '/' : instancePath} breaks schemas/synthetic/school.json (${keyword})`);
  }
  const { format: _, ...school } = value as SyntheticAdministration & { readonly format: string };
  checkReferences(school);
  return school;
}

let made: ValidateFunction | undefined;

function compiled(): ValidateFunction {
  const ajv = new Ajv2020({ strictTypes: false });
  addFormats.default(ajv);
  for (const name of ['model/group', 'model/learner', 'model/teacher']) ajv.addSchema(schema(name));
  return ajv.compile(schema('synthetic/school'));
}

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`${name}.json`, SCHEMAS), 'utf8')) as object;
}

function checkReferences({ roster: { groups, learners, teachers } }: SyntheticAdministration): void {
  for (const [name, list] of Object.entries({ groups, learners, teachers })) {
    const keys = new Set(list.map(({ key }) => key));
    if (list.every(({ key }) => key !== undefined) && keys.size < list.length) throw new UnfitSchool(`/roster/${name}: a key occurs twice`);
  }
  const ids = new Set(groups.map(({ id }) => id));
  for (const [at, { group, combinedGroups }] of learners.entries()) {
    if ([...(group === undefined ? [] : [group]), ...combinedGroups].some((id) => !ids.has(id)))
      throw new UnfitSchool(`/roster/learners/${at}: is in a group that is not there`);
  }
}
