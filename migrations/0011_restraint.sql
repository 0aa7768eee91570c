-- What keeps the desk from being anybody's cannon: how it answered, what it held back, and what was switched off.

-- One row for each new matter of a stranger or customer: the letter that greeted its sender, or why there was none. Caps
-- are counted here, as sliding windows, so that several workers share them and none waits for another's row.
create table greeting (
  id bigint generated always as identity primary key,
  ticket_id bigint not null,
  address text not null,
  domain text not null,
  received_at timestamptz not null,
  decided_at timestamptz not null,
  withheld text,                      -- why no letter went out; null where one did
  is_stranger boolean not null,       -- not proven, or of no account that we know
  is_proven boolean not null,
  text_hash bytea not null,           -- of the words without their numbers: machines repeat themselves
  is_echo boolean not null,           -- it looks like a machine's answer to a letter of ours
  told_at timestamptz                 -- when the leads were told that it was withheld
);
create index greeting_address on greeting (address, received_at);
create index greeting_domain on greeting (domain, received_at);
create index greeting_received on greeting (received_at);
create index greeting_unproven on greeting (received_at) where withheld is null and not is_proven;
create index greeting_untold on greeting (decided_at) where withheld is not null and told_at is null;

-- Automatic letters that were not sent, besides greetings: reminders and the like to an address that cannot be reached.
create table withheld_letter (
  id bigint generated always as identity primary key,
  ticket_id bigint,
  address text not null,
  letter text not null,
  reason text not null,
  at timestamptz not null,
  told_at timestamptz
);
create index withheld_letter_untold on withheld_letter (at) where told_at is null;
create index withheld_letter_at on withheld_letter (at);

-- Switches that every worker reads: "greetings" opens by itself under attack and closes after a quiet time; "commands" is
-- switched off by a self-test that failed and on again by the operator. A row says that it is thrown.
create table breaker (
  name text primary key check (name in ('greetings', 'commands')),
  since timestamptz not null,
  why text not null
);

-- So many new matters of one sender or one domain that they become one ticket.
create table flood (
  id bigint generated always as identity primary key,
  scope text not null check (scope in ('sender', 'domain')),
  subject text not null,
  ticket_id bigint not null,
  began_at timestamptz not null,
  ended_at timestamptz
);
create unique index flood_running on flood (scope, subject) where ended_at is null;
create index raw_mail_flooded on raw_mail (ticket_id, received_at) where reason = 'flood';

-- Letters that an address refused for good. Two of them, and automatic letters to it stop until it writes again.
create table refusal (
  address text not null,
  message_id text not null,           -- of our letter
  at timestamptz not null,
  source text not null check (source in ('bounce', 'smtp')),
  cause text not null,
  primary key (address, message_id)
);
create table suppression (
  address text primary key,
  since timestamptz not null,
  cause text not null
);

-- Forged mails that the desk sends to itself once a day, without storing them, and what came of it.
create table self_test (
  day date primary key,
  at timestamptz not null,
  tried int,                          -- null while it runs
  passed_through text[]               -- the names of the forgeries that got through
);

-- How often a mail's sender could not be looked up in the DNS, and was tried again later.
alter table raw_mail add column proof_attempts smallint not null default 0;
