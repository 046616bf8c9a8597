import { Option } from 'commander';

/** The flag that every command with a result has. */
export function jsonOption(): Option {
  return new Option('--json', 'print the result as JSON');
}
