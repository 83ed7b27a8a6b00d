import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { idSchema, parseBody } from '../call.ts';
import { requireContact } from '../contacts/require-contact.ts';
import { startConversation } from '../conversations/start-conversation.ts';
import { faultSchema } from '../faults/fault.ts';
import { readCall } from '../http/read-call.ts';
import { errorList, Refusal, refuse } from '../refusal.ts';
import type { Workspace } from '../workspace.ts';
import { patchConversation } from './patch-conversation.ts';

const webhookSchema = z.object({
  url: z.url(),
  secret: z.string().min(1),
  topics: z.array(z.string()).optional(),
});

const rateLimitSchema = z.object({
  limit: z.int().positive().optional(),
  window_ms: z.int().positive().optional(),
});

const clockSchema = z.object({ advance_ms: z.int().nonnegative() });

const inboundSchema = z.object({
  contact_id: idSchema,
  body: z.string(),
  subject: z.string().optional(),
  source_type: z.string().optional(),
  url: z.string().nullable().optional(),
  custom_attributes: z.record(z.string(), z.unknown()).optional(),
  created_at: z.int().optional(),
});

/** What the emulator offers and Intercom does not, under `/_workspace`. It asks for no token: it is for the laptop. */
export function controlApp(workspace: Workspace): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    if (!(error instanceof Refusal)) throw error;
    return context.json(errorList('', error), error.status === 404 ? 404 : 400);
  });
  app.get('/counts', (context) => context.json(workspace.counts.read()));
  app.get('/transitions', (context) => context.json(workspace.core.transitions.all()));
  app.get('/deliveries', (context) => context.json(workspace.webhooks.log.entries()));
  app.post('/reset', (context) => {
    workspace.reset();
    return context.body(null, 204);
  });
  app.post('/ping', (context) => {
    workspace.ping();
    return context.body(null, 202);
  });
  app.put('/webhook', async (context) => {
    const answer = await workspace.subscribe(await body(context, webhookSchema));
    return context.json(answer, 'status' in answer && answer.status < 300 ? 200 : 422);
  });
  app.put('/rate-limit', async (context) => {
    const { limit, window_ms: windowMs } = await body(context, rateLimitSchema);
    workspace.rateLimit.set({ limit, windowMs });
    return context.json({ limit: workspace.rateLimit.limit, window_ms: workspace.rateLimit.windowMs });
  });
  app.get('/faults', (context) => context.json(workspace.faults.faults));
  app.put('/faults', async (context) => {
    workspace.faults.set(await body(context, z.array(faultSchema)));
    return context.json(workspace.faults.faults);
  });
  app.post('/clock', async (context) => {
    workspace.timers.advance?.((await body(context, clockSchema)).advance_ms);
    return context.json({ now: new Date(workspace.timers.now()).toISOString() });
  });
  app.patch('/conversations/:id', async (context) => {
    patchConversation(workspace.core, context.req.param('id'), (await readCall(context)).body);
    return context.body(null, 204);
  });
  app.post('/inbound', async (context) =>
    context.json(inbound(workspace, await body(context, inboundSchema))),
  );
  app.all('*', () => {
    throw refuse.resourceNotFound();
  });
  return app;
}

/** A message through any channel: the API itself can only write in the Messenger. */
function inbound({ core }: Workspace, input: z.infer<typeof inboundSchema>) {
  const conversation = startConversation(core, {
    contact: requireContact(core, input.contact_id),
    body: input.body,
    subject: input.subject,
    sourceType: input.source_type,
    url: input.url,
    customAttributes: input.custom_attributes,
    createdAt: input.created_at,
  });
  return { conversation_id: conversation.id, message_id: conversation.source.id };
}

async function body<Output>(context: Context, schema: z.ZodType<Output>): Promise<Output> {
  return parseBody(schema, (await readCall(context)).body);
}
