import type { Core } from '../core.ts';

/** Schema `ticket_type`: every workspace has the one, whatever id a ticket is made with. */
export function renderTicketType(core: Core, id: string) {
  const workspaceId = core.options.appId;
  return {
    type: 'ticket_type',
    id,
    category: 'Customer',
    name: 'Request',
    description: 'A request of a customer.',
    icon: '🎟️',
    workspace_id: workspaceId,
    archived: false,
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
    is_internal: false,
    ticket_type_attributes: {
      type: 'ticket_type_attributes.list',
      ticket_type_attributes: ['_default_title_', '_default_description_'].map((name, order) => ({
        type: 'ticket_type_attribute',
        id: String(order + 1),
        workspace_id: workspaceId,
        name,
        description: '',
        data_type: 'string',
        input_options: {},
        order,
        required_to_create: false,
        required_to_create_for_contacts: false,
        visible_on_create: true,
        visible_to_contacts: true,
        default: true,
        ticket_type_id: Number(id) || 0,
        archived: false,
        created_at: CREATED_AT,
        updated_at: CREATED_AT,
      })),
    },
  };
}

const CREATED_AT = 1_700_000_000;
