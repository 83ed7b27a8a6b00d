import type { Conversation } from '../conversations/conversation-store.ts';
import { durations, type Statistics } from '../conversations/statistics.ts';
import type { Core } from '../core.ts';
import { compileQuery, type Dialect } from './compile-query.ts';
import { absentFields, type Field, fieldsOf } from './field.ts';
import { bodyPage } from './page-options.ts';
import { type Page, paginate, type UpdatedRange } from './paginate.ts';
import { isGroup, parseSearch, type Query } from './parse-search.ts';
import { readOperand } from './read-operand.ts';

const DEFAULT_PER_PAGE = 20;

const EQUALITY = ['=', '!=', 'IN', 'NIN'];
const TEXT = new Set([...EQUALITY, '~', '!~', '^', '$']);
const ORDER = new Set([...EQUALITY, '>', '<']);

const DIALECT: Dialect = {
  operators: {
    string: TEXT,
    words: TEXT,
    tag: new Set(EQUALITY),
    integer: ORDER,
    boolean: new Set(EQUALITY),
    date: ORDER,
    any: new Set([...TEXT, ...ORDER]),
  },
  inclusive: true,
  dayOf: undefined,
};

const text = (read: Field<Conversation>['read']): Field<Conversation> => ({ type: 'string', read });
const integer = (read: Field<Conversation>['read']): Field<Conversation> => ({ type: 'integer', read });
const date = (read: Field<Conversation>['read']): Field<Conversation> => ({ type: 'date', read });
const statistic = (key: keyof Statistics) => date(({ statistics }) => statistics[key]);
const duration = (key: keyof ReturnType<typeof durations>) =>
  integer(({ statistics, createdAt }) => durations(statistics, createdAt)[key]);

const ratedAdmin = text(({ rating, adminAssigneeId }) => (rating === null ? null : adminAssigneeId));

const FIELDS = fieldsOf<Conversation>(
  {
    id: text(({ id }) => id),
    created_at: date(({ createdAt }) => createdAt),
    updated_at: date(({ updatedAt }) => updatedAt),
    'source.type': text(({ source }) => source.type),
    'source.id': text(({ source }) => source.id),
    'source.delivered_as': text(({ source }) => source.deliveredAs),
    'source.subject': text(({ source }) => source.subject),
    'source.body': { type: 'words', read: ({ source }) => source.searchText },
    'source.author.id': text(({ source }) => source.author.id),
    'source.author.type': text(({ source }) => source.author.type),
    'source.author.name': text(({ source }) => source.author.name),
    'source.author.email': text(({ source }) => source.author.email),
    'source.url': text(({ source }) => source.url),
    contact_ids: text(({ contactIds }) => contactIds),
    teammate_ids: text(({ teammateIds }) => teammateIds),
    admin_assignee_id: integer(({ adminAssigneeId }) => numberOrNull(adminAssigneeId)),
    team_assignee_id: integer(({ teamAssigneeId }) => numberOrNull(teamAssigneeId)),
    channel_initiated: text(({ source }) => source.type),
    open: { type: 'boolean', read: ({ state }) => state !== 'closed' },
    read: { type: 'boolean', read: ({ read }) => read },
    state: text(({ state }) => state),
    waiting_since: date(({ waitingSince }) => waitingSince),
    snoozed_until: date(({ snoozedUntil }) => snoozedUntil),
    tag_ids: { type: 'tag', read: ({ taggings }) => taggings.map(({ tagId }) => tagId) },
    priority: text(({ priority }) => priority),
    'statistics.time_to_assignment': duration('timeToAssignment'),
    'statistics.time_to_admin_reply': duration('timeToAdminReply'),
    'statistics.time_to_first_close': duration('timeToFirstClose'),
    'statistics.time_to_last_close': duration('timeToLastClose'),
    'statistics.median_time_to_reply': duration('medianTimeToReply'),
    'statistics.first_contact_reply_at': statistic('firstContactReplyAt'),
    'statistics.first_assignment_at': statistic('firstAssignmentAt'),
    'statistics.first_admin_reply_at': statistic('firstAdminReplyAt'),
    'statistics.first_close_at': statistic('firstCloseAt'),
    'statistics.last_assignment_at': statistic('lastAssignmentAt'),
    'statistics.last_assignment_admin_reply_at': statistic('lastAssignmentAdminReplyAt'),
    'statistics.last_contact_reply_at': statistic('lastContactReplyAt'),
    'statistics.last_admin_reply_at': statistic('lastAdminReplyAt'),
    'statistics.last_close_at': statistic('lastCloseAt'),
    'statistics.last_closed_by_id': text(({ statistics }) => statistics.lastClosedById),
    'statistics.count_reopens': integer(({ statistics }) => statistics.countReopens),
    'statistics.count_assignments': integer(({ statistics }) => statistics.countAssignments),
    'statistics.count_conversation_parts': integer(({ statistics }) => statistics.countParts),
    'conversation_rating.requested_at': date(({ rating }) => rating?.createdAt ?? null),
    'conversation_rating.replied_at': date(({ rating }) => rating?.createdAt ?? null),
    'conversation_rating.score': integer(({ rating }) => rating?.rating ?? null),
    'conversation_rating.remark': text(({ rating }) => rating?.remark ?? null),
    'conversation_rating.contact_id': text(({ rating, contactIds }) => (rating && contactIds[0]) ?? null),
    // The description's table has it without the i.
    'conversation_rating.admin_d': ratedAdmin,
    'conversation_rating.admin_id': ratedAdmin,
    ai_agent_participated: { type: 'boolean', read: () => false },
    ...absentFields(
      'string',
      'ai_agent.resolution_state ai_agent.last_answer_type ai_agent.rating_remark',
      'ai_agent.source_type ai_agent.source_title',
    ),
    ...absentFields('integer', 'ai_agent.rating'),
  },
  ({ customAttributes }) => customAttributes,
);

/** `POST /conversations/search`. */
export function searchConversations(core: Core, body: unknown): Page<Conversation> {
  const { query, pagination } = parseSearch(body);
  const matches = compileQuery(query, FIELDS, DIALECT);
  return paginate(
    core.conversations.byUpdate,
    matches,
    bodyPage(pagination, DEFAULT_PER_PAGE),
    updatedRange(query),
  );
}

/** What the query's own bounds on `updated_at` leave to look at: the sync asks for little of a long history. */
function updatedRange(query: Query): UpdatedRange {
  const filters = isGroup(query) ? (query.operator === 'AND' ? query.value : []) : [query];
  let from = 0;
  let to = Number.MAX_SAFE_INTEGER - 1;
  for (const filter of filters) {
    if (isGroup(filter) || filter.field !== 'updated_at' || filter.value === null) continue;
    const bound = ['>', '<', '='].includes(filter.operator)
      ? Number(readOperand(filter.value, 'date', 'updated_at'))
      : undefined;
    if (bound === undefined) continue;
    if (filter.operator !== '<') from = Math.max(from, bound);
    if (filter.operator !== '>') to = Math.min(to, bound);
  }
  return { from, to };
}

function numberOrNull(id: string | null): number | null {
  return id === null ? null : Number(id);
}
