-- The id of the key that a sealed text needs: "kid" in the protected header of the JWE, the part before the first dot
-- (RFC 7516, section 3.1). Null for a text that is no JWE: an index on this function must never refuse a row.
create function sealed_key_id(sealed text) returns text
  language plpgsql immutable strict as $$
begin
  return convert_from(
    decode(rpad(translate(split_part(sealed, '.', 1), '-_', '+/'),
                (length(split_part(sealed, '.', 1)) + 3) / 4 * 4, '='), 'base64'),
    'UTF8')::jsonb ->> 'kid';
exception when others then
  return null;
end $$;

-- Which key ids are in use, how many texts each has, and which come next: all three asked by index alone.
create index accounts_access_key_idx on accounts (sealed_key_id(sealed_access_token), id)
  where sealed_access_token is not null;
create index accounts_refresh_key_idx on accounts (sealed_key_id(sealed_refresh_token), id)
  where sealed_refresh_token is not null;
create index transfers_upload_key_idx on transfers (sealed_key_id(sealed_upload_url), id)
  where sealed_upload_url is not null;
create index idempotency_keys_body_key_idx on idempotency_keys (sealed_key_id(sealed_body), workspace_id, key)
  where sealed_body is not null;
