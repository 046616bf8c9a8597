/** Why a backup could not be made or restored, in words for whoever asked. `no`: the file is not a whole backup. */
export class BackupError extends Error {
  constructor(
    readonly kind: 'no' | 'usage' | 'failed',
    message: string,
  ) {
    super(message);
    this.name = 'BackupError';
  }
}
