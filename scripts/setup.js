// Makes a clone ready to run: installs what is missing, builds what has changed. Needs nothing but Node and npm, and
// without anything to do it takes a few milliseconds and no network.
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { install } from './install.js';

export async function setUp() {
  await install();
  await build();
}

/** `npm run setup` itself, as opposed to the set-up before the tests or the demo. */
function tellHowToGoOn() {
  process.stdout.write(
    `Ready: the dependencies are installed and src is compiled to dist, for Node ${process.versions.node}.\n` +
      'Run the gateway with `node bin/uwlr.js COMMAND`. To have the command `uwlr` on your path:\n' +
      '  npm link                            for every shell (undo with `npm rm --global uwlr-gateway`), or\n' +
      `  alias uwlr='node "$PWD/bin/uwlr.js"'  for this shell\n` +
      'Then: `uwlr help`, or `npm run demo` to see it work.\n',
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await setUp();
    if (process.env.npm_lifecycle_event === 'setup') tellHowToGoOn();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  }
}
