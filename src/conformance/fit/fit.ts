import { supplied } from '../../core/supplied.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Report } from '../report/report.js';
import { allows } from './profile-allows.js';

/** What a LAS does with a field that an EA needs. `not-seen`: no object of that kind was in the answers, so that nobody can say. */
export type Giving = 'always' | 'partly' | 'never' | 'not-seen';

export interface FittedField {
  /** `leerling/@eckid` */
  readonly path: string;
  /** The EA says so itself, or it failed when the field was left out. */
  readonly need: 'declared' | 'observed';
  readonly giving: Giving;
  readonly in?: number;
  readonly of?: number;
  /** Versions, with a profile where there is one, that both could use and that do not have the field: `2.3 smalle-set`. */
  readonly notIn: readonly string[];
}

/** A way in which the two could exchange pupil data. */
export interface Way {
  readonly version: UwlrVersion;
  /** Absent: what the standard has, without a profile. */
  readonly profile?: PupilProfile;
  /** Needed fields that cannot be said so. */
  readonly missing: readonly string[];
}

/** Whether an administration gives what an application needs, field by field. */
export interface Fit {
  /** True: a version in common, in the profile of the LAS or in one that has all needs, and each need is met. */
  readonly fits: boolean;
  /** False: nothing shows that they do not fit, but the reports leave something open, so that nobody can say that they do. */
  readonly decided: boolean;
  readonly versions: { readonly las: readonly UwlrVersion[]; readonly ea: readonly UwlrVersion[]; readonly common: readonly UwlrVersion[] };
  /** With which the LAS was tested. */
  readonly profile?: string;
  readonly fields: readonly FittedField[];
  readonly ways: readonly Way[];
  /** Fields that the LAS gives and the EA does not need: what could be left out. */
  readonly unneeded: readonly string[];
  /** Why nobody can say more: a report without what is needed for it. */
  readonly open: readonly string[];
}

/** Compares what a report learned of a LAS with what another learned of an EA. */
export function fitOf(las: Report, ea: Report): Fit {
  const versions = { las: versionsOf(las), ea: versionsOf(ea) };
  const common = UWLR_VERSIONS.filter((version) => versions.las.includes(version) && versions.ea.includes(version));
  const needs = Object.entries(ea.subject.learned.needs ?? {});
  const profile = profileOf(las) ?? profileOf(ea);
  const ways = waysOf(
    common,
    needs.map(([path]) => path),
  );
  const fields = needs.map(([path, need]) => fieldOf(path, need, las, ways));
  const given = Object.keys(las.subject.learned.fields ?? {});
  const needed = new Set(needs.map(([path]) => objectField(path)));
  const open = openQuestions(las, ea, needs.length);
  const usable = ways.filter(
    (way) => way.missing.length === 0 && (profile === undefined || way.profile === profile || way.version === '1.0'),
  );
  const fits = open.length === 0 && usable.length > 0 && fields.every(({ giving }) => giving === 'always');
  const gaps = fields.some(({ giving }) => giving === 'partly' || giving === 'never');
  return {
    fits,
    decided: fits || usable.length === 0 || gaps,
    versions: { ...versions, common },
    ...supplied({ profile }),
    fields,
    ways,
    unneeded: given.filter((path) => path === objectField(path) && !needed.has(path) && !path.startsWith('school/')),
    open,
  };
}

function versionsOf({ subject }: Report): readonly UwlrVersion[] {
  const { versions } = subject.learned;
  return versions === undefined || versions.length === 0 ? subject.versions : versions;
}

/** The one that was agreed, else the smallest that its data fit in. */
function profileOf({ subject }: Report): PupilProfile | undefined {
  const said = [subject.settings['profile'], subject.learned.profile];
  return said.flatMap((one) => PUPIL_PROFILES.find((profile) => profile === one) ?? [])[0];
}

/** Every version in common, without profile and in each. */
function waysOf(common: readonly UwlrVersion[], needs: readonly string[]): Way[] {
  return common.flatMap((version) =>
    [undefined, ...(version === '1.0' ? [] : PUPIL_PROFILES)].map((profile) => ({
      version,
      ...supplied({ profile }),
      missing: needs.filter((path) => allows(path, version, profile) === false),
    })),
  );
}

/** An object and its field: what stands deeper is part of the field. */
function objectField(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function fieldOf(path: string, need: FittedField['need'], las: Report, ways: readonly Way[]): FittedField {
  const fields = las.subject.learned.fields ?? {};
  const kind = `${path.split('/')[0]}/`;
  const counted = fields[path] ?? fields[objectField(path)];
  const seen = Object.keys(fields).some((one) => one.startsWith(kind));
  const notIn = ways
    .filter(({ missing }) => missing.includes(path))
    .map(({ version, profile }) => (profile === undefined ? version : `${version} ${profile}`));
  const base = { path, need, notIn };
  if (counted === undefined || counted.in === 0) return { ...base, giving: seen ? 'never' : 'not-seen' };
  return { ...base, giving: counted.in < counted.of ? 'partly' : 'always', in: counted.in, of: counted.of };
}

function openQuestions(las: Report, ea: Report, needs: number): string[] {
  return [
    ...(Object.keys(las.subject.learned.fields ?? {}).length === 0 ? ['the report of the LAS has no pupil data: the run got none'] : []),
    ...(needs === 0
      ? [
          'the report of the EA says nothing of what it needs: let it declare them (conform ea --needs), or run conform ea --level full, which tries to find out',
        ]
      : []),
    ...(las.ended === undefined ? [] : ['the run against the LAS ended early']),
    ...(ea.ended === undefined ? [] : ['the run of the EA ended early']),
  ];
}
