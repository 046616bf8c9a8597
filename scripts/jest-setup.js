import { build } from './build.js';

/** Tests that start the gateway as a process run what is in `dist`. */
export default function jestSetup() {
  build();
}
