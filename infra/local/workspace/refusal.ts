/** An answer other than 200, as Intercom words it. Thrown by the handlers, turned into an error list in http/app.ts. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** The body of every refusal (schema `error` of the 2.11 description). */
export interface ErrorList {
  type: 'error.list';
  request_id: string;
  errors: { code: string; message: string; field?: string }[];
}

export function errorList(requestId: string, refusal: Refusal): ErrorList {
  const { code, message, field } = refusal;
  return {
    type: 'error.list',
    request_id: requestId,
    errors: [field === undefined ? { code, message } : { code, message, field }],
  };
}

/**
 * The refusals that several operations share. The same missing thing has different codes in different places: a
 * tag is `not_found` to a contact and `tag_not_found` to a conversation or a ticket (2.11 description).
 */
export const refuse = {
  unauthorized: () => new Refusal(401, 'unauthorized', 'Access Token Invalid'),
  versionInvalid: () =>
    new Refusal(400, 'intercom_version_invalid', 'The requested version could not be found'),
  resourceNotFound: () => new Refusal(404, 'not_found', 'Resource Not Found'),
  userNotFound: () => new Refusal(404, 'not_found', 'User Not Found'),
  conversationNotFound: () => new Refusal(404, 'not_found', 'Conversation not found'),
  tagNotFound: () => new Refusal(404, 'tag_not_found', 'Tag not found'),
  ticketNotFound: () => new Refusal(404, 'ticket_not_found', 'Ticket not found'),
  companyNotFound: () => new Refusal(404, 'company_not_found', 'Company Not Found'),
  adminNotFound: () => new Refusal(404, 'admin_not_found', 'Admin not found'),
  /** Where an operation names the admin in its body. Not documented for tags; the words are those of PUT away. */
  adminForIdNotFound: () => new Refusal(404, 'admin_not_found', 'Admin for admin_id not found'),
  /** Documented for 2.1 and printed there as "404 BAD REQUEST": taken as 400. */
  parameterNotFound: (field: string) =>
    new Refusal(400, 'parameter_not_found', `${field} is a required parameter`),
  parameterInvalid: (message: string, field?: string) =>
    new Refusal(400, 'parameter_invalid', message, field),
  tagParametersInvalid: () => new Refusal(400, 'parameter_invalid', 'invalid tag parameters'),
  badRequest: (message: string) => new Refusal(400, 'bad_request', message),
};
