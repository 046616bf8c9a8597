import { type Command, Option } from 'commander';
import { type ShownProfile, showProfile } from '../../admin/profiles/shown-profile.js';
import type { CodeSelector } from '../../goals/source-profile.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { count, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { schoolsText } from './list.js';

interface ShowOptions {
  readonly version?: number;
  readonly json?: true;
}

export function registerProfileShow(profile: Command, session: Session): void {
  profile
    .command('show')
    .description('show what a vendor declares about a product')
    .argument('<klantcode>', 'the vendor', text(64))
    .argument('<product>', 'the product', text(255))
    .addOption(new Option('--version <number>', 'an earlier version').argParser(count(999_999)))
    .addOption(jsonOption())
    .action((party: string, product: string, options: ShowOptions) => show(session, party, product, options));
}

async function show(session: Session, party: string, product: string, { version, json }: ShowOptions): Promise<void> {
  const profile = await withOffice(session.config(), (office) => showProfile(office, party, product, version));
  if (json) {
    printJson(profile);
    return;
  }
  const lines = linesOf(profile);
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) print(`${name.padEnd(width)}  ${value}`);
}

function linesOf(profile: ShownProfile): readonly (readonly [string, string])[] {
  const { party, product, version, withdrawn, title, declaredAt, selector, origins, figures, context, confirmedBy } = profile;
  const { adaptive, targetLevel, durability, signalsFrom, explanationUrl } = profile;
  return [
    ['party', party],
    ['product', product],
    ['version', withdrawn === true ? `${version}, withdrawn` : String(version)],
    ['title', title ?? 'not declared'],
    ['declared', declaredAt],
    ['confirmed by', schoolsText(confirmedBy.map(({ school }) => school))],
    ['codes', codesText(selector) ?? 'none'],
    ...(selector.hierarchy === undefined ? [] : [['hierarchy', selector.hierarchy.join(', ')] as const]),
    ...(selector.everythingElse === true ? [['everything else', 'yes'] as const] : []),
    ...origins.map(({ originType, categories, ...rule }) => ['origin', [originType, ofText(rule, categories)].join('')] as const),
    ...(origins.length === 0 ? [['origin', 'not declared'] as const] : []),
    ...figures.map((figure) => ['figure', figureText(figure)] as const),
    ...(figures.length === 0 ? [['figure', 'not declared'] as const] : []),
    ...context.map(({ name, unit, description }) => ['context', parts([name, unit, description])] as const),
    ['adaptive', adaptive],
    ['target level', targetLevel],
    ['durability', durability],
    ['signals from', signalsFrom],
    ['explanation', explanationUrl ?? 'not declared'],
  ];
}

function figureText({ kind, onScale, unit, scale, meaning, notMeaning, ...codes }: ShownProfile['figures'][number]): string {
  const range =
    scale === undefined
      ? undefined
      : parts([
          scale.name,
          scale.from === undefined ? undefined : `from ${scale.from}`,
          scale.to === undefined ? undefined : `to ${scale.to}`,
        ]);
  const on = onScale === undefined ? '' : ` on ${onScale}`;
  const told = [
    unit,
    range,
    meaning === undefined ? 'meaning not declared' : `means: ${meaning}`,
    notMeaning === undefined ? undefined : `does not mean: ${notMeaning}`,
  ];
  return `${kind}${on}${ofText(codes)}: ${told.filter((one) => one !== undefined && one !== '').join('; ')}`;
}

function ofText(rule: CodeSelector, categories: readonly string[] = []): string {
  const tests = codesText(rule);
  const said = [
    ...(tests === undefined ? [] : [`tests ${tests}`]),
    ...(categories.length === 0 ? [] : [`categories ${categories.join(', ')}`]),
  ];
  return said.length === 0 ? '' : ` of ${said.join(' with ')}`;
}

function codesText({ codes = [], codePrefixes = [] }: CodeSelector): string | undefined {
  const named = [...codes, ...codePrefixes.map((prefix) => `${prefix}...`)];
  return named.length === 0 ? undefined : named.join(', ');
}

function parts(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join(', ');
}
