import { movePointer } from '../store/move-pointer.ts';
import { publishRuleset, type RulesetFile } from '../store/publish-ruleset.ts';
import type { Move, Pointer } from '../store/ruleset-items.ts';
import { createRulesets } from '../store/rulesets.ts';
import type { Table } from '../store/table.ts';
import type { CloudFormationRequest, RulesetProperties } from './cloud-formation-request.ts';
import { DeployRefusedError } from './deploy-refused-error.ts';
import { describeMove } from './describe-move.ts';
import { rollBackDeploy } from './roll-back-deploy.ts';

export interface DeployDeps {
  table: Table;
  /** The file that the function's asset carries. */
  readAsset: () => Promise<RulesetFile>;
  /** Whether CloudFormation is taking an update of the stack back. */
  isRollingBack: (stackId: string) => Promise<boolean>;
  /** Unix ms. */
  now: () => number;
}

/**
 * Publishes the file that `cdk deploy` brought, but only over what the last deploy published: where somebody published
 * or rolled back since, it says who, and changes nothing. A rollback of the stack moves the pointer back; its end
 * changes nothing, for the table has its own protection.
 * @returns what was done, in a line
 * @throws DeployRefusedError
 */
export async function deployRuleset(deps: DeployDeps, request: CloudFormationRequest): Promise<string> {
  const { RequestType, ResourceProperties: to, OldResourceProperties: from } = request;
  if (RequestType === 'Delete') return 'What was published stays as it is.';
  if (from !== undefined && (await deps.isRollingBack(request.StackId))) {
    return rollBackDeploy(deps, changeOf(to, from));
  }
  if (to.Mode === 'skip') return 'The file is not published: -c rules=skip.';
  return publish(deps, to, changeOf(from, to));
}

async function publish(
  deps: DeployDeps,
  { Digest, Mode }: RulesetProperties,
  change: string,
): Promise<string> {
  const { table } = deps;
  const asset = await deps.readAsset();
  const was = await createRulesets(table).pointer();
  if (was?.digest === Digest) return noteFound(table, was, change);

  const last = was?.deployed;
  if (was !== null && was.move !== last?.move && Mode !== 'force') {
    // Nothing new to publish, as in a deploy that CloudFormation does not even ask us about.
    if (last?.digest === Digest)
      return `The file is as it was deployed last; version ${was.version} stays current.`;
    throw await refusal(table, asset.file, last?.move ?? 0);
  }
  const result = await publishRuleset(
    table,
    asset,
    { by: 'cdk deploy', message: asset.file, over: was?.move ?? 0, now: deps.now() },
    (over, digest) => noteOf(over, { move: (over?.move ?? 0) + 1, digest, change }),
  );
  switch (result.outcome) {
    case 'moved':
      return `${asset.file} is version ${result.pointer.version}.`;
    case 'unchanged':
      return noteFound(table, result.pointer, change);
    case 'conflict':
      throw await refusal(table, asset.file, was?.move ?? 0);
    case 'bad': {
      const [first, ...more] = result.diagnostics.filter(({ severity }) => severity === 'error');
      const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
      throw new DeployRefusedError(
        `${asset.file} does not pass check: line ${first?.line}: ${first?.message}${others}`,
      );
    }
  }
}

/** The file is current already, by an earlier deploy or by hand: that is what the next deploy publishes over. */
async function noteFound(table: Table, was: Pointer, change: string): Promise<string> {
  const { move, digest, version, deployed } = was;
  const found = `The file is current already, as version ${version}.`;
  // Lambda sends a request again whose answer got lost.
  if (deployed?.change === change && deployed.move === move) return found;
  const note = { move, digest, change, before: plain(deployed) };
  if (!(await movePointer(table, was, { ...was, deployed: note }))) {
    throw new DeployRefusedError('Somebody else was publishing at this very moment: deploy again.');
  }
  return found;
}

function noteOf(
  was: Pointer | null,
  note: { move: number; digest: string; change: string },
): NonNullable<Pointer['deployed']> {
  return { ...note, over: was?.version, before: plain(was?.deployed) };
}

/** Without what it knows of the deploy before it. */
function plain(deployed: Pointer['deployed']): { move: number; digest: string } | undefined {
  return deployed && { move: deployed.move, digest: deployed.digest };
}

/** Names one change of the resource's properties. */
function changeOf(from: RulesetProperties | undefined, to: RulesetProperties): string {
  return [from, to]
    .map((each) => (each === undefined ? '' : [each.Digest, each.Mode, each.ForcedAt].join(' ').trim()))
    .join(' > ');
}

const maxNamed = 5;

async function refusal(table: Table, file: string, since: number): Promise<DeployRefusedError> {
  const moves: Move[] = (await createRulesets(table).moves()).filter(({ move }) => move > since);
  const named = moves.slice(-maxNamed).map(describeMove).join('; ');
  const before = moves.length > maxNamed ? `${moves.length - maxNamed} changes, then ` : '';
  return new DeployRefusedError(
    `${file} was not published, for the rules were changed since the last deploy: ${before}${named}. ` +
      'Bring that into the file and publish it by hand, or deploy with -c rules=force to replace it, ' +
      'or with -c rules=skip to leave it.',
  );
}
