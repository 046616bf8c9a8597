import { DEVIATIONS } from '../deviations.js';
import type { UwlrVersion } from '../finding.js';
import { type PrivacyClass, type ProfileUse, PUPIL_PROFILES, type PupilProfile, type Root, versionsOf } from '../grammar/grammar.js';
import { hasProfiles, ROOTS } from '../messages/catalogue.js';
import type { Rule } from '../rules/define.js';
import { RULES } from '../rules.js';
import { type Field, fieldsOf } from './fields.js';
import { code, page, table } from './markdown.js';

const CLASSES: Readonly<Record<PrivacyClass, string>> = {
  N: 'none, or about the organisation',
  I: 'identifying',
  P: 'pseudonym',
  D: 'direct personal data',
  S: 'special, or restricted by law',
  C: 'result or educational data of a child',
  F: 'free text, which may hold anything',
};

/** `docs/messages.md`: the fields of every message. */
export function messagesPage(): string {
  return page(
    'Messages',
    'src/uwlr/messages',
    'Every field of every message, in the order in which it has to be sent. `choice` means that this field or another takes the place; the XSDs in `schemas/` say which. Where versions differ, each is named. A field within an element that a profile forbids is forbidden with it.',
    `Classes of personal data: ${Object.entries(CLASSES)
      .map(([letter, meaning]) => `**${letter}** ${meaning}`)
      .join('; ')}.`,
    ...ROOTS.flatMap(messageSection),
  );
}

function messageSection(root: Root): string[] {
  const { element } = root;
  const [first, ...others] = versionsOf(root);
  const head = [
    `## ${element.name}${others.length === 0 ? ` of ${first}` : ''}`,
    `${element.meaning}. ${element.schema.namespace === '' ? 'No namespace' : `Namespace ${code(element.schema.namespace)}`}.`,
  ];
  const fields = fieldsOf(root);
  if (fields.length === 0) return [...head, 'Empty.'];
  const rows = fields.map((field) => fieldRow(field, versionsOf(root)));
  const columns = ['path', 'type', 'times', 'versions', 'class', 'meaning'];
  if (!hasProfiles(root)) return [...head, table(columns, rows)];
  const inProfiles = fields.map((field, at) => [...(rows[at] as string[]), ...PUPIL_PROFILES.map((profile) => useText(field, profile))]);
  return [...head, table([...columns, ...PUPIL_PROFILES], inProfiles)];
}

function fieldRow({ path, types, cardinalities, privacy, meaning }: Field, all: readonly UwlrVersion[]): string[] {
  const versions = types.size === all.length ? 'all' : [...types.keys()].join(', ');
  return [code(path), perVersion(types), perVersion(cardinalities), versions, privacy, meaning];
}

/** What a profile makes of a field: nothing, when it is as in the standard. */
function useText({ profiles }: Field, profile: PupilProfile): string {
  const uses = [profiles?.[profile] ?? []].flat() as ProfileUse[];
  return uses
    .map((use) => (typeof use === 'string' ? { use } : use))
    .map(({ use, since, until }) =>
      [use, ...(since === undefined ? [] : [`from ${since}`]), ...(until === undefined ? [] : [`up to ${until}`])].join(' '),
    )
    .join(', else ');
}

/** One text when all versions agree, else each text with its versions. */
function perVersion(texts: ReadonlyMap<UwlrVersion, string>): string {
  const distinct = [...new Set(texts.values())];
  if (distinct.length === 1) return distinct.join();
  const saying = (text: string) => [...texts].flatMap(([version, other]) => (other === text ? [version] : []));
  return distinct.map((text) => `${text} (${saying(text).join(', ')})`).join('; ');
}

const LEVELS: Readonly<Record<Rule['level'], string>> = {
  transport: 'Bytes, XML, envelope and header',
  schema: 'Schema (XSD)',
  semantic: 'Semantics beyond the XSDs',
  exchange: 'Authorisation, agreements and timing',
};

/** `docs/rules.md`: the catalogue of rules. */
export function rulesPage(): string {
  const rules: [string, Rule][] = Object.entries(RULES);
  return page(
    'Rules',
    'src/uwlr/rules',
    'The rules that a message can break. An `error` refuses the message with the fault code shown. A `warning` is recorded with the exchange. A tolerable rule is a warning under the tolerant policy. A withheld finding is recorded for the operator and never reported to the sender.',
    ...Object.entries(LEVELS).flatMap(([level, title]) => {
      const those = rules.filter(([, rule]) => rule.level === level);
      return [`## ${title}`, table(['rule', 'severity', 'fault code', 'tolerable', 'English', 'Dutch'], those.map(ruleRow))];
    }),
  );
}

function ruleRow([id, { severity, fault, tolerable, withheld, en, nl }]: [string, Rule]): string[] {
  return [
    id,
    withheld ? `${severity}, withheld` : severity,
    severity === 'error' ? code(fault) : '',
    tolerable ? 'yes' : '',
    `${en}.`,
    `${nl}.`,
  ];
}

/** `docs/deviations.md`: where we differ from the official files. */
export function deviationsPage(): string {
  return page(
    'Deviations',
    'src/uwlr/deviations.ts',
    'Where this gateway knowingly differs from the official files of UWLR, and why.',
    table(
      ['name', 'what', 'why'],
      DEVIATIONS.map(({ name, what, why }) => [code(name), what, why]),
    ),
  );
}
