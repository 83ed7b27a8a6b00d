import { TagwrightError } from '../../functions/tagwright-error.ts';
import { holdFolder } from './start/hold-folder.ts';
import { loadRules } from './start/load-rules.ts';
import { type StartOptions, startOptions, UsageError } from './start/options.ts';
import { startEmulated } from './start/start-emulated.ts';
import { startLive } from './start/start-live.ts';

try {
  const options = startOptions(process.argv.slice(2), process.env);
  if ('help' in options) console.log(options.help.trimEnd());
  else process.exitCode = await start(options);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof TagwrightError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function start(options: StartOptions): Promise<number> {
  const rules = await loadRules(options.rules);
  const letGo = holdFolder(options.data, options);
  try {
    return await (options.live ? startLive(options, options.live, rules) : startEmulated(options, rules));
  } finally {
    letGo();
  }
}
