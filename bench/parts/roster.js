import { schoolYearAt } from '../../dist/model/school-year.js';
import { answering } from '../roster/answering.js';
import { syncing } from '../roster/syncing.js';
import { writePupilWsdl } from '../roster/wsdl-file.js';

const LEARNERS = 3000;
const SMALL = 30;

/** Pupil data: answering with a large school, and syncing one. */
export const roster = {
  name: 'roster',
  async run({ quick, processes, workspace, note }) {
    // A school year that is over is not kept, so it has to be the one that runs.
    const now = new Date();
    const origin = { year: schoolYearAt(now), made: now.toISOString() };
    const run = {
      processes,
      workspace,
      note,
      wsdl: writePupilWsdl(workspace.path('leerlinggegevens.wsdl')),
      size: { learners: quick ? LEARNERS / 10 : LEARNERS, ...origin },
      small: { learners: SMALL, ...origin },
      rounds: quick ? 1 : 3,
    };
    return [
      ...(await answering({ ...run, ...(quick ? { warmUpSeconds: 0.5, seconds: 1 } : { warmUpSeconds: 2, seconds: 4 }) })),
      ...(await syncing({ ...run, repeats: quick ? 1 : 3 })),
    ];
  },
};
