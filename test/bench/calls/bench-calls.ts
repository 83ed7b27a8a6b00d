import { isDeepStrictEqual } from 'node:util';
import { spendOnMessages } from '../../support/spend-on-messages.ts';

/** Intercom's calls over 10,000 messages (1,000 with `--quick`), as the emulator counts them; fails where one is wasted. */
export async function benchCalls({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const spending = await spendOnMessages(quick ? 1_000 : 10_000);
  const { messages, wanted, made } = spending;
  const text = `${messages} messages\nneeded: ${JSON.stringify(wanted)}\nmade:   ${JSON.stringify(made)}`;
  process.stdout.write(`${json ? JSON.stringify(spending) : text}\n`);
  if (!isDeepStrictEqual(wanted, made)) process.exitCode = 1;
}
