/** A column of sealed texts: what names a row, and what each text is sealed for. */
export type SealedField = {
  table: string
  column: string
  /** The primary key, in order, with the types of its columns. */
  rowKey: readonly { column: string; type: 'uuid' | 'text' }[]
  /** The column whose value the vault is given as owner, and the name of the field. */
  owner: string
  field: string
}

const byId = [{ column: 'id', type: 'uuid' }] as const

/** Everything in the database that the vault sealed. Whoever seals a new column adds it here. */
export const sealedFields: readonly SealedField[] = [
  { table: 'accounts', column: 'sealed_access_token', rowKey: byId, owner: 'id', field: 'access-token' },
  { table: 'accounts', column: 'sealed_refresh_token', rowKey: byId, owner: 'id', field: 'refresh-token' },
  { table: 'transfers', column: 'sealed_upload_url', rowKey: byId, owner: 'id', field: 'upload-url' },
  {
    table: 'oauth_states',
    column: 'sealed_code_verifier',
    rowKey: [{ column: 'state_hash', type: 'text' }],
    owner: 'state_hash',
    field: 'code-verifier',
  },
  {
    table: 'idempotency_keys',
    column: 'sealed_body',
    rowKey: [
      { column: 'workspace_id', type: 'uuid' },
      { column: 'key', type: 'text' },
    ],
    owner: 'workspace_id',
    field: 'kept-answer',
  },
]

export function nameOf({ table, column }: SealedField): string {
  return `${table}.${column}`
}
