export { type CopiedStore, type CopyProgress, checkCopy, copyDatabase, isOfThisVersion } from './sqlite/files/copy-database.js';
export { isOpenElsewhere } from './sqlite/files/open-elsewhere.js';
