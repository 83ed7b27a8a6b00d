import type { Tagging } from '../tags/tagging.ts';

/** Times are unix seconds. */
export interface Company {
  readonly id: string;
  readonly companyId: string;
  readonly createdAt: number;
  name: string;
  plan: string | null;
  remoteCreatedAt: number;
  updatedAt: number;
  size: number;
  website: string;
  industry: string;
  monthlySpend: number;
  customAttributes: Record<string, unknown>;
  readonly taggings: Tagging[];
  readonly contactIds: Set<string>;
}

export interface CompanyStore {
  readonly size: number;
  all(): Iterable<Company>;
  find(id: string): Company | undefined;
  /** By the id that the customer gave it. */
  findByCompanyId(companyId: string): Company | undefined;
  add(company: Company): void;
  remove(company: Company): void;
}

export function createCompanies(): CompanyStore {
  const byId = new Map<string, Company>();
  const byCompanyId = new Map<string, Company>();
  return {
    get size() {
      return byId.size;
    },
    all: () => byId.values(),
    find: (id) => byId.get(id),
    findByCompanyId: (companyId) => byCompanyId.get(companyId),
    add(company) {
      byId.set(company.id, company);
      byCompanyId.set(company.companyId, company);
    },
    remove(company) {
      byId.delete(company.id);
      byCompanyId.delete(company.companyId);
    },
  };
}
