// Makes a clone ready to run: installs what is missing, builds what has changed. Needs nothing but Node and npm, and
// without anything to do it takes a few milliseconds and no network.
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { install } from './install.js';

export function setUp() {
  install();
  build();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    setUp();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  }
}
