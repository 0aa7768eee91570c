create table account (
  id bigint not null generated always as identity,
  name text not null,
  plan text not null,
  language text,
  created_at timestamp with time zone not null default now()
);
alter table account add constraint account_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pl'::text])));
alter table account add constraint account_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX account_name ON public.account USING btree (lower(name));
CREATE INDEX account_search ON public.account USING gin (person_words(name, ''::text));

create table account_domain (
  domain text not null,
  account_id bigint not null
);
alter table account_domain add constraint account_domain_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE;
alter table account_domain add constraint account_domain_pkey PRIMARY KEY (domain, account_id);

create table agent_away (
  agent text not null,
  until timestamp with time zone not null,
  source text not null,
  said_at timestamp with time zone not null default now()
);
alter table agent_away add constraint agent_away_pkey PRIMARY KEY (agent);
alter table agent_away add constraint agent_away_source_check CHECK ((source = ANY (ARRAY['command'::text, 'autoReply'::text])));

create table audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  actor text not null,
  deed text not null,
  subject text,
  detail jsonb not null default '{}'::jsonb
);
alter table audit add constraint audit_pkey PRIMARY KEY (id);
CREATE INDEX audit_deed ON public.audit USING btree (deed, id);
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table breaker (
  name text not null,
  since timestamp with time zone not null,
  why text not null
);
alter table breaker add constraint breaker_name_check CHECK ((name = ANY (ARRAY['greetings'::text, 'commands'::text])));
alter table breaker add constraint breaker_pkey PRIMARY KEY (name);

create table clock_figure (
  ticket_id bigint not null,
  started_at timestamp with time zone not null,
  target_ms bigint not null,
  metric smallint not null,
  ordinal smallint not null,
  fate smallint not null,
  severity smallint not null,
  plan smallint not null,
  is_counted boolean not null,
  account_id bigint,
  due_at timestamp with time zone,
  used_ms bigint,
  waited_ms bigint,
  stopped_at timestamp with time zone,
  breached_at timestamp with time zone
);
alter table clock_figure add constraint clock_figure_pkey PRIMARY KEY (ticket_id, metric, ordinal);
CREATE INDEX clock_figure_started ON public.clock_figure USING btree (started_at);

create table contact (
  id bigint not null generated always as identity,
  address text not null,
  name text not null default ''::text,
  account_id bigint,
  language text,
  is_authoriser boolean not null default false,
  created_at timestamp with time zone not null default now()
);
alter table contact add constraint contact_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE SET NULL;
alter table contact add constraint contact_address_key UNIQUE (address);
alter table contact add constraint contact_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pl'::text])));
alter table contact add constraint contact_pkey PRIMARY KEY (id);
CREATE INDEX contact_account ON public.contact USING btree (account_id);
CREATE INDEX contact_authoriser ON public.contact USING btree (account_id) WHERE is_authoriser;
CREATE INDEX contact_search ON public.contact USING gin (person_words(name, address));

create table desk_session (
  hash bytea not null,
  agent text not null,
  began_at timestamp with time zone not null,
  ends_at timestamp with time zone not null
);
alter table desk_session add constraint desk_session_pkey PRIMARY KEY (hash);
CREATE INDEX desk_session_agent ON public.desk_session USING btree (agent, began_at);
CREATE INDEX desk_session_ends ON public.desk_session USING btree (ends_at);

create table desk_version (
  id bigint not null generated always as identity,
  desk json not null,
  sha256 bytea not null,
  applied_at timestamp with time zone not null default now()
);
alter table desk_version add constraint desk_version_pkey PRIMARY KEY (id);

create table digest (
  agent text not null,
  day date not null,
  due_at timestamp with time zone not null,
  fired_at timestamp with time zone not null
);
alter table digest add constraint digest_pkey PRIMARY KEY (agent, day);

create table event (
  id bigint not null generated always as identity,
  ticket_id bigint not null,
  at timestamp with time zone not null,
  type text not null,
  actor text not null,
  reason text,
  data jsonb not null default '{}'::jsonb,
  raw_mail_id bigint
);
alter table event add constraint event_pkey PRIMARY KEY (id);
alter table event add constraint event_raw_mail_id_fkey FOREIGN KEY (raw_mail_id) REFERENCES raw_mail(id);
alter table event add constraint event_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX event_reopened ON public.event USING btree (at) WHERE ((type = 'statusChanged'::text) AND ((data ->> 'from'::text) = ANY (ARRAY['solved'::text, 'closed'::text])) AND ((data ->> 'to'::text) = 'open'::text));
CREATE INDEX event_ticket ON public.event USING btree (ticket_id, id);

create table figure_word (
  id smallint not null generated always as identity,
  word text not null
);
alter table figure_word add constraint figure_word_pkey PRIMARY KEY (id);
alter table figure_word add constraint figure_word_word_key UNIQUE (word);

create table flood (
  id bigint not null generated always as identity,
  scope text not null,
  subject text not null,
  ticket_id bigint not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  is_proven boolean not null default false
);
alter table flood add constraint flood_pkey PRIMARY KEY (id);
alter table flood add constraint flood_scope_check CHECK ((scope = ANY (ARRAY['sender'::text, 'domain'::text])));
CREATE UNIQUE INDEX flood_running ON public.flood USING btree (scope, subject, is_proven) WHERE (ended_at IS NULL);

create table greeting (
  id bigint not null generated always as identity,
  ticket_id bigint not null,
  address text not null,
  domain text not null,
  received_at timestamp with time zone not null,
  decided_at timestamp with time zone not null,
  withheld text,
  is_stranger boolean not null,
  is_proven boolean not null,
  text_hash bytea not null,
  is_echo boolean not null,
  told_at timestamp with time zone
);
alter table greeting add constraint greeting_pkey PRIMARY KEY (id);
CREATE INDEX greeting_address ON public.greeting USING btree (address, received_at);
CREATE INDEX greeting_domain ON public.greeting USING btree (domain, received_at);
CREATE INDEX greeting_echo ON public.greeting USING btree (domain, received_at) WHERE (is_echo AND (withheld IS NULL));
CREATE INDEX greeting_received ON public.greeting USING btree (received_at);
CREATE INDEX greeting_text ON public.greeting USING btree (text_hash, received_at);
CREATE INDEX greeting_ticket ON public.greeting USING btree (ticket_id);
CREATE INDEX greeting_unproven ON public.greeting USING btree (received_at) WHERE ((withheld IS NULL) AND (NOT is_proven));
CREATE INDEX greeting_untold ON public.greeting USING btree (decided_at) WHERE ((withheld IS NOT NULL) AND (told_at IS NULL));

create table guide (
  id bigint not null generated always as identity,
  source text not null,
  url text not null,
  title text not null,
  language text,
  excerpt text not null,
  title_forms jsonb not null,
  words tsvector not null,
  sha256 bytea not null,
  indexed_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  title_words tsvector not null generated always as (ts_filter(words, '{a}'::"char"[])) stored
);
alter table guide add constraint guide_pkey PRIMARY KEY (id);
alter table guide add constraint guide_url_key UNIQUE (url);
CREATE INDEX guide_source ON public.guide USING btree (source);
CREATE INDEX guide_title_words ON public.guide USING gin (title_words) WHERE (gone_at IS NULL);
CREATE INDEX guide_words ON public.guide USING gin (words) WHERE (gone_at IS NULL);

create table guide_offer (
  ticket_id bigint not null,
  guide_id bigint not null,
  place text not null,
  raw_mail_id bigint,
  offered_at timestamp with time zone not null,
  verdict text,
  verdict_at timestamp with time zone
);
alter table guide_offer add constraint guide_offer_guide_id_fkey FOREIGN KEY (guide_id) REFERENCES guide(id);
alter table guide_offer add constraint guide_offer_pkey PRIMARY KEY (ticket_id, guide_id);
alter table guide_offer add constraint guide_offer_place_check CHECK ((place = ANY (ARRAY['confirmation'::text, 'answer'::text])));
alter table guide_offer add constraint guide_offer_raw_mail_id_fkey FOREIGN KEY (raw_mail_id) REFERENCES raw_mail(id);
alter table guide_offer add constraint guide_offer_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
alter table guide_offer add constraint guide_offer_verdict_check CHECK ((verdict = ANY (ARRAY['solved'::text, 'notSolved'::text])));
CREATE INDEX guide_offer_at ON public.guide_offer USING btree (offered_at);
CREATE INDEX guide_offer_guide ON public.guide_offer USING btree (guide_id, offered_at);

create table guide_stock (
  is_only boolean not null default true,
  guide_count integer not null,
  languages text[] not null
);
alter table guide_stock add constraint guide_stock_is_only_check CHECK (is_only);
alter table guide_stock add constraint guide_stock_pkey PRIMARY KEY (is_only);

create table guide_word (
  form text not null,
  guide_count integer not null
);
alter table guide_word add constraint guide_word_pkey PRIMARY KEY (form);
CREATE INDEX guide_word_alike ON public.guide_word USING gin (form gin_trgm_ops);
CREATE INDEX guide_word_begins ON public.guide_word USING btree (form text_pattern_ops);

create table idea (
  id bigint not null generated by default as identity,
  gathered_title text not null,
  folded_title text not null,
  title text,
  text text not null default ''::text,
  status text not null default 'gathered'::text,
  sentence text not null default ''::text,
  published_at timestamp with time zone,
  joined_into bigint,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null
);
alter table idea add constraint idea_joined_into_fkey FOREIGN KEY (joined_into) REFERENCES idea(id);
alter table idea add constraint idea_pkey PRIMARY KEY (id);
alter table idea add constraint idea_status_check CHECK ((status = ANY (ARRAY['gathered'::text, 'planned'::text, 'started'::text, 'done'::text, 'declined'::text])));
CREATE INDEX idea_public ON public.idea USING btree (status) WHERE ((published_at IS NOT NULL) AND (joined_into IS NULL));

create table idea_ticket (
  ticket_id bigint not null,
  idea_id bigint not null,
  at timestamp with time zone not null
);
alter table idea_ticket add constraint idea_ticket_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES idea(id);
alter table idea_ticket add constraint idea_ticket_pkey PRIMARY KEY (ticket_id);
alter table idea_ticket add constraint idea_ticket_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX idea_ticket_idea ON public.idea_ticket USING btree (idea_id);

create table idea_told (
  idea_id bigint not null,
  address text not null,
  status text not null,
  told_at timestamp with time zone not null
);
alter table idea_told add constraint idea_told_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES idea(id);
alter table idea_told add constraint idea_told_pkey PRIMARY KEY (idea_id, address, status);
alter table idea_told add constraint idea_told_status_check CHECK ((status = ANY (ARRAY['done'::text, 'declined'::text])));
CREATE INDEX idea_told_address ON public.idea_told USING btree (address);

create table idea_vote (
  idea_id bigint not null,
  address text not null,
  language text not null,
  voted_at timestamp with time zone not null
);
alter table idea_vote add constraint idea_vote_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES idea(id);
alter table idea_vote add constraint idea_vote_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pl'::text])));
alter table idea_vote add constraint idea_vote_pkey PRIMARY KEY (idea_id, address);
CREATE INDEX idea_vote_address ON public.idea_vote USING btree (address);

create table legal_hold (
  id bigint not null generated always as identity,
  address text,
  ticket_id bigint,
  reason text not null,
  held_at timestamp with time zone not null default now()
);
alter table legal_hold add constraint legal_hold_address_key UNIQUE (address);
alter table legal_hold add constraint legal_hold_check CHECK (((address IS NULL) <> (ticket_id IS NULL)));
alter table legal_hold add constraint legal_hold_pkey PRIMARY KEY (id);
alter table legal_hold add constraint legal_hold_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
alter table legal_hold add constraint legal_hold_ticket_id_key UNIQUE (ticket_id);

create table mail_effect (
  sha256 bytea not null,
  raw_mail_id bigint not null
);
alter table mail_effect add constraint mail_effect_pkey PRIMARY KEY (sha256);
alter table mail_effect add constraint mail_effect_raw_mail_id_fkey FOREIGN KEY (raw_mail_id) REFERENCES raw_mail(id);

create table mailbox (
  id bigint not null generated always as identity,
  name text not null,
  uid_validity bigint,
  last_uid bigint not null default 0,
  lease_holder text,
  lease_until timestamp with time zone,
  last_looked_at timestamp with time zone,
  last_error text
);
alter table mailbox add constraint mailbox_name_key UNIQUE (name);
alter table mailbox add constraint mailbox_pkey PRIMARY KEY (id);

create table mailed_report (
  kind text not null,
  reader text not null,
  period_start date not null,
  due_at timestamp with time zone not null,
  fired_at timestamp with time zone not null
);
alter table mailed_report add constraint mailed_report_kind_check CHECK ((kind = ANY (ARRAY['weekly'::text, 'monthly'::text])));
alter table mailed_report add constraint mailed_report_pkey PRIMARY KEY (kind, reader, period_start);

create table message (
  id bigint not null generated always as identity,
  ticket_id bigint not null,
  direction text not null,
  author_name text not null,
  author_address text not null,
  at timestamp with time zone not null,
  subject text not null,
  text text not null,
  visible text not null,
  language text,
  raw_mail_id bigint,
  message_id text,
  is_unverified boolean not null default false,
  attachments jsonb not null default '[]'::jsonb,
  split_from bigint,
  has_html boolean
);
alter table message add constraint message_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text, 'note'::text])));
alter table message add constraint message_pkey PRIMARY KEY (id);
alter table message add constraint message_raw_mail_id_fkey FOREIGN KEY (raw_mail_id) REFERENCES raw_mail(id);
alter table message add constraint message_split_from_fkey FOREIGN KEY (split_from) REFERENCES ticket(id);
alter table message add constraint message_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX message_message_id ON public.message USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE UNIQUE INDEX message_once ON public.message USING btree (raw_mail_id) WHERE (raw_mail_id IS NOT NULL);
CREATE INDEX message_search ON public.message USING gin (message_words(subject, text, author_name, author_address, attachments));
CREATE INDEX message_split_from ON public.message USING btree (split_from) WHERE (split_from IS NOT NULL);
CREATE INDEX message_ticket ON public.message USING btree (ticket_id, id);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now()
);
alter table migration add constraint migration_pkey PRIMARY KEY (name);

create table outgoing (
  id bigint not null generated always as identity,
  event_key text not null,
  recipient text not null,
  letter text not null,
  class text not null,
  ticket_id bigint,
  message_row_id bigint,
  state text not null default 'queued'::text,
  message_id text not null,
  envelope_from text not null,
  content jsonb,
  priority smallint not null default 5,
  attempts integer not null default 0,
  created_at timestamp with time zone not null default now(),
  next_at timestamp with time zone not null default now(),
  sender text,
  sending_at timestamp with time zone,
  sent_at timestamp with time zone,
  response text,
  unknown_count smallint not null default 0
);
alter table outgoing add constraint outgoing_class_check CHECK ((class = ANY (ARRAY['reply'::text, 'courtesy'::text])));
alter table outgoing add constraint outgoing_event_key_recipient_letter_key UNIQUE (event_key, recipient, letter);
alter table outgoing add constraint outgoing_message_id_key UNIQUE (message_id);
alter table outgoing add constraint outgoing_message_row_id_fkey FOREIGN KEY (message_row_id) REFERENCES message(id);
alter table outgoing add constraint outgoing_pkey PRIMARY KEY (id);
alter table outgoing add constraint outgoing_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'deferred'::text, 'failed'::text, 'unknown'::text, 'cancelled'::text])));
alter table outgoing add constraint outgoing_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX outgoing_due ON public.outgoing USING btree (priority, next_at, id) WHERE (state = ANY (ARRAY['queued'::text, 'deferred'::text]));
CREATE INDEX outgoing_sending ON public.outgoing USING btree (sender) WHERE (state = 'sending'::text);
CREATE INDEX outgoing_ticket ON public.outgoing USING btree (ticket_id);
CREATE INDEX outgoing_told ON public.outgoing USING btree (event_key) INCLUDE (letter, state, sent_at) WHERE (event_key ~~ 'look:%'::text);
CREATE INDEX outgoing_unknown ON public.outgoing USING btree (next_at) WHERE ((state = 'unknown'::text) AND (unknown_count = 1) AND (class = 'reply'::text));

create table participant (
  ticket_id bigint not null,
  contact_id bigint not null,
  joined_at timestamp with time zone not null default now(),
  after_message bigint not null default 0
);
alter table participant add constraint participant_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id);
alter table participant add constraint participant_pkey PRIMARY KEY (ticket_id, contact_id);
alter table participant add constraint participant_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);

create table probe (
  run text not null,
  name text not null,
  at timestamp with time zone not null,
  attempts smallint not null default 1,
  state text not null,
  detail text not null default ''::text
);
alter table probe add constraint probe_pkey PRIMARY KEY (run, name);
alter table probe add constraint probe_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'sent'::text, 'refused'::text, 'unsent'::text, 'returned'::text, 'arrived'::text, 'believed'::text, 'missing'::text])));

create table question (
  ticket_id bigint not null,
  ordinal integer not null,
  question jsonb not null,
  ask_again_at timestamp with time zone
);
alter table question add constraint question_pkey PRIMARY KEY (ticket_id, ordinal);
alter table question add constraint question_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX question_ask_again ON public.question USING btree (ask_again_at) WHERE (ask_again_at IS NOT NULL);

create table rating (
  message_id bigint not null,
  person text not null,
  ticket_id bigint not null,
  score smallint not null,
  comment text not null default ''::text,
  source text not null,
  machine_mark text,
  rated_at timestamp with time zone not null,
  changed_at timestamp with time zone not null
);
alter table rating add constraint rating_machine_mark_check CHECK ((machine_mark = ANY (ARRAY['tooSoon'::text, 'manyAtOnce'::text])));
alter table rating add constraint rating_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id);
alter table rating add constraint rating_pkey PRIMARY KEY (message_id, person);
alter table rating add constraint rating_score_check CHECK (((score >= 1) AND (score <= 5)));
alter table rating add constraint rating_source_check CHECK ((source = ANY (ARRAY['link'::text, 'reply'::text])));
alter table rating add constraint rating_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX rating_person ON public.rating USING btree (person, changed_at);
CREATE INDEX rating_rated ON public.rating USING btree (rated_at);
CREATE INDEX rating_ticket ON public.rating USING btree (ticket_id);

create table rating_history (
  id bigint not null generated always as identity,
  message_id bigint not null,
  person text not null,
  score smallint not null,
  comment text not null,
  source text not null,
  machine_mark text,
  at timestamp with time zone not null
);
alter table rating_history add constraint rating_history_message_id_person_fkey FOREIGN KEY (message_id, person) REFERENCES rating(message_id, person) ON UPDATE CASCADE;
alter table rating_history add constraint rating_history_pkey PRIMARY KEY (id);
CREATE INDEX rating_history_rating ON public.rating_history USING btree (message_id, person);

create table raw_mail (
  id bigint not null generated always as identity,
  mailbox_id bigint,
  uid_validity bigint,
  uid bigint,
  sha256 bytea not null,
  byte_count bigint not null,
  content bytea,
  received_at timestamp with time zone not null,
  stored_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone not null default now(),
  disposition text,
  reason text,
  detail text,
  decided_at timestamp with time zone,
  ticket_id bigint,
  same_as bigint,
  message_id text,
  sender text,
  subject text,
  trust text,
  trust_reason text,
  trust_evidence jsonb,
  approved_by text,
  posted_by text,
  post_key text,
  erased_at timestamp with time zone,
  proof_attempts smallint not null default 0
);
alter table raw_mail add constraint raw_mail_disposition_check CHECK ((disposition = ANY (ARRAY['ticket'::text, 'reply'::text, 'note'::text, 'command'::text, 'answer'::text, 'autoReply'::text, 'bounce'::text, 'own'::text, 'duplicate'::text, 'quarantined'::text])));
alter table raw_mail add constraint raw_mail_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES mailbox(id);
alter table raw_mail add constraint raw_mail_mailbox_id_uid_validity_uid_key UNIQUE (mailbox_id, uid_validity, uid);
alter table raw_mail add constraint raw_mail_pkey PRIMARY KEY (id);
alter table raw_mail add constraint raw_mail_post_key_key UNIQUE (post_key);
alter table raw_mail add constraint raw_mail_same_as_fkey FOREIGN KEY (same_as) REFERENCES raw_mail(id);
alter table raw_mail add constraint raw_mail_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX raw_mail_flooded ON public.raw_mail USING btree (ticket_id, received_at) WHERE (reason = 'flood'::text);
CREATE INDEX raw_mail_kept ON public.raw_mail USING btree (stored_at, id) WHERE ((erased_at IS NULL) AND (disposition IS NOT NULL));
CREATE INDEX raw_mail_message_id ON public.raw_mail USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX raw_mail_posted ON public.raw_mail USING btree (posted_by, received_at) WHERE (posted_by IS NOT NULL);
CREATE INDEX raw_mail_quarantined ON public.raw_mail USING btree (id) WHERE (disposition = 'quarantined'::text);
CREATE INDEX raw_mail_sha256 ON public.raw_mail USING btree (sha256);
CREATE INDEX raw_mail_waiting ON public.raw_mail USING btree (next_attempt_at, id) WHERE (disposition IS NULL);
alter table raw_mail alter column content set storage external;

create table refusal (
  address text not null,
  message_id text not null,
  at timestamp with time zone not null,
  source text not null,
  cause text not null
);
alter table refusal add constraint refusal_pkey PRIMARY KEY (address, message_id);
alter table refusal add constraint refusal_source_check CHECK ((source = ANY (ARRAY['bounce'::text, 'smtp'::text])));

create table reminder (
  ticket_id bigint not null,
  clock text not null,
  target_version integer not null,
  threshold text not null,
  due_at timestamp with time zone not null,
  fired_at timestamp with time zone not null,
  letter text
);
alter table reminder add constraint reminder_pkey PRIMARY KEY (ticket_id, clock, target_version, threshold);
alter table reminder add constraint reminder_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX reminder_due ON public.reminder USING btree (due_at) WHERE (letter IS NOT NULL);
CREATE INDEX reminder_fired ON public.reminder USING btree (fired_at);

create table self_test (
  day date not null,
  at timestamp with time zone not null,
  tried integer,
  passed_through text[]
);
alter table self_test add constraint self_test_pkey PRIMARY KEY (day);

create table sign_in_link (
  id bigint not null generated always as identity,
  agent text not null,
  ip_hash bytea not null,
  asked_at timestamp with time zone not null
);
alter table sign_in_link add constraint sign_in_link_pkey PRIMARY KEY (id);
CREATE INDEX sign_in_link_asked ON public.sign_in_link USING btree (asked_at);

create table suppression (
  address text not null,
  since timestamp with time zone not null,
  cause text not null
);
alter table suppression add constraint suppression_pkey PRIMARY KEY (address);

create table ticket (
  id bigint not null generated by default as identity,
  subject text not null,
  status text not null,
  closed_how text,
  severity text not null,
  request_type text,
  cause text,
  stage text,
  account_id bigint,
  plan text not null,
  requester_id bigint not null,
  assignee text,
  team text not null,
  language text not null,
  customer_references jsonb not null default '{}'::jsonb,
  clocks jsonb not null default '[]'::jsonb,
  desk_version_id bigint not null,
  merged_into bigint,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  first_message_id text,
  next_due_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  next_look_at timestamp with time zone,
  erased_at timestamp with time zone,
  hold_until timestamp with time zone,
  related bigint[] not null default '{}'::bigint[],
  is_broken boolean generated always as (jsonb_path_exists(clocks, '$[*]?((@."state" == "running" || @."state" == "paused") && @."breachedAt" != null)'::jsonpath)) stored
);
alter table ticket add constraint ticket_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id);
alter table ticket add constraint ticket_closed_how_check CHECK ((closed_how = ANY (ARRAY['agreed'::text, 'duplicate'::text, 'spam'::text, 'lapsed'::text])));
alter table ticket add constraint ticket_desk_version_id_fkey FOREIGN KEY (desk_version_id) REFERENCES desk_version(id);
alter table ticket add constraint ticket_language_check CHECK ((language = ANY (ARRAY['en'::text, 'pl'::text])));
alter table ticket add constraint ticket_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES ticket(id);
alter table ticket add constraint ticket_pkey PRIMARY KEY (id);
alter table ticket add constraint ticket_requester_id_fkey FOREIGN KEY (requester_id) REFERENCES contact(id);
alter table ticket add constraint ticket_status_check CHECK ((status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text, 'onHold'::text, 'solved'::text, 'closed'::text])));
CREATE INDEX ticket_account ON public.ticket USING btree (account_id, opened_at);
CREATE INDEX ticket_closed ON public.ticket USING btree (closed_at, id) WHERE ((status = 'closed'::text) AND (erased_at IS NULL));
CREATE INDEX ticket_desk_version ON public.ticket USING btree (desk_version_id, id) WHERE (status <> 'closed'::text);
CREATE INDEX ticket_ended ON public.ticket USING btree (closed_at) INCLUDE (status, account_id, closed_how, merged_into);
CREATE INDEX ticket_live ON public.ticket USING btree (next_due_at, id) WHERE (status <> 'closed'::text);
CREATE INDEX ticket_merged_into ON public.ticket USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX ticket_next_look ON public.ticket USING btree (next_look_at) WHERE (next_look_at IS NOT NULL);
CREATE INDEX ticket_opened ON public.ticket USING btree (opened_at) INCLUDE (severity, request_type, account_id, closed_how, merged_into);
CREATE INDEX ticket_queue ON public.ticket USING btree (severity, plan, is_broken, COALESCE(next_due_at, 'infinity'::timestamp with time zone), opened_at, id, team, assignee, status) WHERE ((status <> 'closed'::text) AND (merged_into IS NULL));
CREATE INDEX ticket_queue_closed ON public.ticket USING btree (closed_at DESC, id DESC) WHERE ((status = 'closed'::text) AND (merged_into IS NULL));
CREATE INDEX ticket_queue_of ON public.ticket USING btree (assignee, severity, plan, is_broken, COALESCE(next_due_at, 'infinity'::timestamp with time zone), opened_at, id, status) WHERE ((status <> 'closed'::text) AND (merged_into IS NULL) AND (assignee IS NOT NULL));
CREATE INDEX ticket_requester ON public.ticket USING btree (requester_id);
CREATE INDEX ticket_search ON public.ticket USING gin (ticket_words(id, subject, customer_references));
CREATE TRIGGER ticket_clock_figures AFTER INSERT ON public.ticket FOR EACH ROW WHEN ((new.clocks <> '[]'::jsonb)) EXECUTE FUNCTION write_clock_figures();
CREATE TRIGGER ticket_clock_figures_change AFTER UPDATE ON public.ticket FOR EACH ROW WHEN (((((((old.clocks IS DISTINCT FROM new.clocks) OR (old.severity IS DISTINCT FROM new.severity)) OR (old.plan IS DISTINCT FROM new.plan)) OR (old.account_id IS DISTINCT FROM new.account_id)) OR (old.closed_how IS DISTINCT FROM new.closed_how)) OR (old.merged_into IS DISTINCT FROM new.merged_into))) EXECUTE FUNCTION write_clock_figures();
CREATE TRIGGER ticket_clock_figures_end AFTER DELETE ON public.ticket FOR EACH ROW EXECUTE FUNCTION drop_clock_figures();

create table token (
  hash bytea not null,
  purpose text not null,
  ticket_id bigint,
  person text not null,
  data jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table token add constraint token_pkey PRIMARY KEY (hash);
alter table token add constraint token_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id);
CREATE INDEX token_ticket ON public.token USING btree (ticket_id, person, purpose);

create table vote_request (
  id bigint not null generated always as identity,
  idea_id bigint not null,
  address text not null,
  ip_hash bytea not null,
  created_at timestamp with time zone not null
);
alter table vote_request add constraint vote_request_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES idea(id);
alter table vote_request add constraint vote_request_pkey PRIMARY KEY (id);
CREATE INDEX vote_request_created ON public.vote_request USING btree (created_at);

create table web_form (
  key text not null,
  address text not null,
  ip_hash bytea not null,
  sha256 bytea not null,
  byte_count bigint not null,
  content bytea,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone
);
alter table web_form add constraint web_form_pkey PRIMARY KEY (key);
CREATE INDEX web_form_address ON public.web_form USING btree (address, created_at);
CREATE INDEX web_form_created ON public.web_form USING btree (created_at);
CREATE INDEX web_form_ip ON public.web_form USING btree (ip_hash, created_at);

create table withheld_letter (
  id bigint not null generated always as identity,
  ticket_id bigint,
  address text not null,
  letter text not null,
  reason text not null,
  at timestamp with time zone not null,
  told_at timestamp with time zone
);
alter table withheld_letter add constraint withheld_letter_pkey PRIMARY KEY (id);
CREATE INDEX withheld_letter_address ON public.withheld_letter USING btree (address);
CREATE INDEX withheld_letter_at ON public.withheld_letter USING btree (at);
CREATE INDEX withheld_letter_untold ON public.withheld_letter USING btree (at) WHERE (told_at IS NULL);

CREATE OR REPLACE FUNCTION public.clock_figures_of(clocks jsonb)
 RETURNS TABLE(metric smallint, ordinal smallint, fate smallint, started_at timestamp with time zone, due_at timestamp with time zone, stopped_at timestamp with time zone, breached_at timestamp with time zone, target_ms bigint, used_ms bigint, waited_ms bigint)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case c.metric when 'firstResponse' then 1 when 'nextResponse' then 2 when 'resolution' then 3 end::smallint, c.ordinal,
         case c.state when 'met' then 1 when 'missed' then 2
           else case c.state when 'cancelled' then 3 when 'running' then 5 when 'paused' then 7 end
                + case when c."breachedAt" is null then 0 else 1 end end::smallint,
         to_timestamp(c."startedAt" / 1000), to_timestamp(c."dueAt" / 1000), to_timestamp(c."stoppedAt" / 1000),
         to_timestamp(c."breachedAt" / 1000), (c.target->'ms')::float8::bigint,
         case when c.state in ('met', 'missed') then c."usedMs"::bigint end,
         case when c.state in ('met', 'missed') then (c."stoppedAt" - c."startedAt" - coalesce((
           select sum(greatest(0, least(coalesce(s."to", c."stoppedAt"), c."stoppedAt") - s."from"))
             from jsonb_to_recordset(c.spans) as s("from" float8, "to" float8)), 0))::bigint end
    from jsonb_to_recordset(clocks) as c(metric text, ordinal smallint, state text, "startedAt" float8, "dueAt" float8,
      "stoppedAt" float8, "breachedAt" float8, target jsonb, "usedMs" float8, spans jsonb)
$function$
;

CREATE OR REPLACE FUNCTION public.drop_clock_figures()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from clock_figure where ticket_id = old.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.folded_latin(decomposed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN replace(replace(replace(replace(replace(replace(replace(regexp_replace(regexp_replace(decomposed, '[\u0300-\u036f]+'::text, ''::text, 'g'::text), '[\u007f-\u00bf\u2000-\u206f\u3000-\u303f]+'::text, ' '::text, 'g'::text), 'ł'::text, 'l'::text), 'Ł'::text, 'L'::text), 'ø'::text, 'o'::text), 'Ø'::text, 'O'::text), 'đ'::text, 'd'::text), 'Đ'::text, 'D'::text), 'ı'::text, 'i'::text)
;

CREATE OR REPLACE FUNCTION public.folded_words(decomposed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (decomposed ~ '[\u0370-\u052f]'::text) THEN translate(folded_latin(decomposed), 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐЂЈЉЊЋЏЅ'::text, 'αβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџѕ'::text) ELSE folded_latin(decomposed) END
;

CREATE OR REPLACE FUNCTION public.leads_to(number bigint)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive way(id, next) as (
    select t.id, t.merged_into from ticket t where t.id = number
    union
    select t.id, t.merged_into from way join ticket t on t.id = way.next
  )
  select id from way where next is null
$function$
;

CREATE OR REPLACE FUNCTION public.message_words(subject text, body text, author_name text, author_address text, attachments jsonb)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('simple'::regconfig, searched_words(((((((((subject || ' '::text) || author_name) || ' '::text) || author_address) || ' '::text) || (jsonb_path_query_array(attachments, '$[*]."name"'::jsonpath))::text) || ' '::text) || body)))
;

CREATE OR REPLACE FUNCTION public.person_words(name text, address text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('simple'::regconfig, searched_words(((name || ' '::text) || address)))
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of % are only ever added', tg_table_name using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.searched_words(source text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(CASE WHEN (octet_length(source) = length(source)) THEN "left"(source, 100000) ELSE folded_words("left"(NORMALIZE("left"(source, 100000), NFKD), 100000)) END, '.'::text, ' '::text), '@'::text, ' '::text), '/'::text, ' '::text), '_'::text, ' '::text), '-'::text, ' '::text), ':'::text, ' '::text), '<'::text, ' '::text), '&'::text, ' '::text), '+'::text, ' '::text), ''''::text, ' '::text)
;

CREATE OR REPLACE FUNCTION public.ticket_words(id bigint, subject text, customer_references jsonb)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('simple'::regconfig, searched_words((((((id)::text || ' '::text) || subject) || ' '::text) || (jsonb_path_query_array(customer_references, '$.*[*]'::jsonpath))::text)))
;

CREATE OR REPLACE FUNCTION public.write_clock_figures()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  severity_id smallint;
  plan_id smallint;
begin
  select (select id from figure_word where word = new.severity), (select id from figure_word where word = new.plan)
    into severity_id, plan_id;
  if severity_id is null or plan_id is null then
    insert into figure_word (word) select w from unnest(array[new.severity, new.plan]) as w
     where not exists (select from figure_word k where k.word = w) order by w on conflict do nothing;
    select (select id from figure_word where word = new.severity), (select id from figure_word where word = new.plan)
      into severity_id, plan_id;
  end if;
  insert into clock_figure as f (ticket_id, metric, ordinal, fate, severity, plan, is_counted, account_id,
                                 started_at, due_at, stopped_at, breached_at, target_ms, used_ms, waited_ms)
  select new.id, c.metric, c.ordinal, c.fate, severity_id, plan_id,
         new.closed_how is distinct from 'spam' and new.merged_into is null, new.account_id,
         c.started_at, c.due_at, c.stopped_at, c.breached_at, c.target_ms, c.used_ms, c.waited_ms
    from clock_figures_of(new.clocks) as c
  on conflict (ticket_id, metric, ordinal) do update
    set fate = excluded.fate, severity = excluded.severity, plan = excluded.plan, is_counted = excluded.is_counted,
        account_id = excluded.account_id, started_at = excluded.started_at, due_at = excluded.due_at,
        stopped_at = excluded.stopped_at, breached_at = excluded.breached_at, target_ms = excluded.target_ms,
        used_ms = excluded.used_ms, waited_ms = excluded.waited_ms
    where f is distinct from excluded;
  -- A clock hardly ever goes away; an insert has none that could have.
  if tg_op = 'UPDATE' and jsonb_path_query_array(old.clocks, '$[*].id') <> jsonb_path_query_array(new.clocks, '$[*].id') then
    delete from clock_figure f where f.ticket_id = new.id
       and not exists (select from clock_figures_of(new.clocks) as c where c.metric = f.metric and c.ordinal = f.ordinal);
  end if;
  return null;
end $function$
;
