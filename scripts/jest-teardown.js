import { removePlace } from './jest-temporary.js';

export default function jestTeardown() {
  removePlace();
}
