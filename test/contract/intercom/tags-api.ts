/** What is expected of a tag, whoever read it. */
export interface SeenTag {
  readonly id: string;
  readonly name: string;
  readonly appliedAt: number | null;
  readonly appliedBy: string | null;
}

/** A refusal, whoever it was that threw it. */
export interface SeenError {
  readonly status: number | undefined;
  readonly code: string | undefined;
}

/** The operations that the official SDK and our client both have: the expectations are written against this. */
export interface TagsApi {
  listTags(): Promise<SeenTag[]>;
  createTag(name: string): Promise<SeenTag>;
  renameTag(tagId: string, name: string): Promise<SeenTag>;
  findTag(tagId: string): Promise<SeenTag>;
  deleteTag(tagId: string): Promise<void>;
  listTagsForAContact(contactId: string): Promise<SeenTag[]>;
  attachTagToContact(contactId: string, tagId: string): Promise<SeenTag>;
  detachTagFromContact(contactId: string, tagId: string): Promise<SeenTag>;
  attachTagToConversation(conversationId: string, tagId: string, adminId: string): Promise<SeenTag>;
  detachTagFromConversation(conversationId: string, tagId: string, adminId: string): Promise<SeenTag>;
  attachTagToTicket(ticketId: string, tagId: string, adminId: string): Promise<SeenTag>;
  detachTagFromTicket(ticketId: string, tagId: string, adminId: string): Promise<SeenTag>;
  tagUsers(name: string, contactIds: string[]): Promise<void>;
  tagCompany(name: string, company: { id: string } | { companyId: string }): Promise<void>;
  untagCompany(name: string, company: { id: string } | { companyId: string }): Promise<void>;
  tagsOfConversation(conversationId: string): Promise<SeenTag[]>;
  tagNamesOfCompany(companyId: string): Promise<string[]>;
  findContactEmail(contactId: string): Promise<string | null>;
  findTicketState(ticketId: string): Promise<string>;
  /** Ids, over all pages of this size, newest update first. */
  searchConversations(query: SearchFilters, perPage: number): Promise<string[]>;
  searchContacts(query: SearchFilters, perPage: number): Promise<string[]>;
  companiesOfContact(contactId: string): Promise<string[]>;
  listAdminIds(): Promise<string[]>;
  /** The workspace's id. */
  identify(): Promise<string>;
  errorOf(error: unknown): SeenError;
}

export interface SearchFilters {
  readonly operator: 'AND' | 'OR';
  readonly value: { field: string; operator: '=' | '!=' | '>' | '<' | '~'; value: string | number }[];
}
