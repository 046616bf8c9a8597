import { type Command, Help, Option } from 'commander';
import { SETTING_NAMES } from '../../config/config.js';
import { flagOf } from '../../config/settings.js';
import { SETTING_GROUP_NAMES, type SettingHelp, settingsIn } from './setting-list.js';

/** Those that nearly every command needs: they stand in the help of the program. */
const SHOWN: readonly string[] = ['data', 'config'];

const INTRODUCTION = [
  'A setting is a flag, before or behind the command, a variable in the environment, or a name in a JSON file: uwlr.json in the data directory, or the file of --config.',
  'A flag beats the environment, and the environment beats the file. In the file a setting is written as its flag without dashes: maxMessageBytes for --max-message-bytes.',
  'docs/operations.md says more about each.',
];

/** Lets every command take the settings that have a flag. Names as in `Config`. */
export function addSettings(program: Command): void {
  const all = SETTING_GROUP_NAMES.flatMap(settingsIn);
  for (const { name, value, text } of all.filter((one) => one.value !== undefined)) {
    program.addOption(new Option(`${flagOf(name)} ${value}`, text).hideHelp(!SHOWN.includes(name)));
  }
}

/** `uwlr help settings`. */
export function registerSettingsHelp(program: Command): void {
  program
    .command('settings', { hidden: true })
    .description('list the settings of the gateway')
    .configureHelp({ formatHelp: () => `${INTRODUCTION.map((text) => wrapped(text)).join('\n\n')}\n\n${settingsText()}\n` })
    .action((_options: object, command: Command) => command.outputHelp());
}

/** All settings, for the width of the terminal. */
export function settingsText(): string {
  return SETTING_GROUP_NAMES.map((group) => [`${group}:`, ...settingsIn(group).map(lines)].join('\n')).join('\n\n');
}

function lines({ name, value, text }: SettingHelp & { readonly name: string }): string {
  const variable = Object.hasOwn(SETTING_NAMES, name) ? [SETTING_NAMES[name as keyof typeof SETTING_NAMES]] : [];
  const flag = value === undefined ? [] : [`${flagOf(name)} ${value}`];
  return [`  ${[...flag, ...variable].join(', ')}`, wrapped(text, 6)].join('\n');
}

function wrapped(text: string, indent = 0): string {
  const margin = ' '.repeat(indent);
  const width = (process.stdout.isTTY ? process.stdout.columns : 80) || 80;
  return new Help()
    .boxWrap(text, Math.max(20, width - margin.length))
    .split('\n')
    .map((line) => `${margin}${line}`)
    .join('\n');
}
