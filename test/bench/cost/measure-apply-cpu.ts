import { startApply } from '../pipeline/start-apply.ts';

/** Milliseconds of the processor that apply's process needs for a notification, of which so many match. */
export async function measureApplyCpu(count: number, match: number): Promise<number> {
  const apply = await startApply();
  const round = async () => {
    const conversations = await apply.workspace.openConversations(count);
    const before = process.cpuUsage();
    for (const [n, id] of conversations.entries()) apply.enqueue(id, n < count * match ? 'refund' : 'thanks');
    await apply.drain();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / count;
  };
  // The first round warms up what Lambda's instances have warm, too.
  await round();
  const ms = await round();
  await apply.close();
  return ms;
}
