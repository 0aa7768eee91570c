-- What customers were asked (is it solved?) and what they said. The question is one document, because it is read and
-- written with its ticket and never alone.
create table question (
  ticket_id bigint not null references ticket,
  ordinal int not null,
  question jsonb not null,
  ask_again_at timestamptz,           -- when the customer is asked again, or silence counts
  primary key (ticket_id, ordinal)
);
create index question_ask_again on question (ask_again_at) where ask_again_at is not null;
