import { seededRandom } from '../../infra/local/workspace/random.ts';
import type { ChaosMessage, ChaosPlan } from './generate.ts';
import { type ChaosWorld, call, taggedBy } from './world.ts';

/** People take some of the tags off again. Returns the messages that had set them. */
export async function peopleUndo(world: ChaosWorld, plan: ChaosPlan, seed: number): Promise<ChaosMessage[]> {
  const { workspace } = world;
  const random = seededRandom(seed + 2);
  const [, person] = workspace.options.admins;
  const tagIds = new Map([...workspace.core.tags.all()].map(({ name, id }) => [name, id]));
  const chosen = plan.messages.filter(
    ({ adds }) => adds !== undefined && tagIds.has(adds) && random.next() < 0.05,
  );
  for (const message of chosen) {
    const { type, id } = taggedBy(world, message);
    const path = `/${type}s/${id}/tags/${tagIds.get(message.adds ?? '')}`;
    await call(workspace, 'DELETE', path, { admin_id: person?.id });
    world.undone.add(message.rank);
  }
  return chosen;
}
