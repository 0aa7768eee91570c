-- What was written into the form waits here until a mailed link proves the address; then it becomes a mail like any other.
create table web_form (
  key text primary key,
  address text not null,
  ip_hash bytea not null,
  sha256 bytea not null,
  byte_count bigint not null,
  content bytea,                      -- null when the bytes live in the blob store, or once it was sent
  created_at timestamptz not null,
  sent_at timestamptz
);
create index web_form_address on web_form (address, created_at);
create index web_form_ip on web_form (ip_hash, created_at);
create index web_form_created on web_form (created_at);
