import { startDynalite } from '../../infra/local/start-dynalite.ts';

/** dynalite as a process of its own: tells its parent where it is, and ends with it. */
const { endpoint } = await startDynalite();
process.send?.({ endpoint });
process.once('disconnect', () => process.exit());
