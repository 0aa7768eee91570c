-- Agents who are away, and who said so: they themselves, or their mail client's automatic reply.
create table agent_away (
  agent text primary key,
  until timestamptz not null,
  source text not null check (source in ('command', 'autoReply')),
  said_at timestamptz not null default now()
);
