import type { Command } from 'commander';
import { type Config, loadConfig, SETTING_NAMES } from '../../config/config.js';
import { ConfigError } from '../../config/config-error.js';
import { flagOf } from '../../config/settings.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';

/** One run of the program: its flags, its settings, and how it ends. */
export class Session {
  exitCode: ExitCode = EXIT.done;

  constructor(private readonly program: Command) {}

  /** The settings, flags first. A wrong one is wrong usage. */
  config(): Config {
    const { config: file, ...flags } = this.program.opts<{ config?: string }>();
    try {
      return loadConfig(flags, process.env, file);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw error.isAboutFile ? couldNotRun(error.message) : wrongUsage(error.message);
    }
  }

  /** An error about a setting that came up while it was used, by the name under which it was given here. */
  asGiven(error: unknown): unknown {
    if (!(error instanceof ConfigError)) return error;
    const name = (Object.keys(SETTING_NAMES) as (keyof Config)[]).find((one) => SETTING_NAMES[one] === error.setting);
    return name !== undefined && this.hasFlag(name) ? new ConfigError(flagOf(name), error.problem, error.isAboutFile) : error;
  }

  /** Whether a setting was given as a flag. */
  hasFlag(name: keyof Config): boolean {
    return this.program.getOptionValueSource(name) === 'cli';
  }
}
