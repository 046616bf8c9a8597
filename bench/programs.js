import { spawnSync } from 'node:child_process';

/** The first line of what a program says of itself; undefined when it is not on this machine. */
export function versionOf(program, argument = '--version') {
  const { status, stdout, stderr } = spawnSync(program, [argument], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}`.trim().split('\n')[0] : undefined;
}

/** PHP with its SOAP extension. */
export function phpSoapVersion() {
  const { status, stdout } = spawnSync('php', ['-m'], { encoding: 'utf8' });
  return status === 0 && /^soap$/im.test(stdout) ? versionOf('php') : undefined;
}
