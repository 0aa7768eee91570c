-- Who is signed in to the desk's pages. Only the hash of a browser's secret is kept.
create table desk_session (
  hash bytea primary key,
  agent text not null,
  began_at timestamptz not null,
  ends_at timestamptz not null
);
create index desk_session_agent on desk_session (agent, began_at);
create index desk_session_ends on desk_session (ends_at);

-- The sign-in links that were mailed in the last hour, so that nobody can have an agent flooded with them.
create table sign_in_link (
  id bigint generated always as identity primary key,
  agent text not null,
  ip_hash bytea not null,
  asked_at timestamptz not null
);
create index sign_in_link_asked on sign_in_link (asked_at);
