-- One matter in several tickets: what was merged leads on for ever, what was split off remembers where it came from.
alter table ticket add column related bigint[] not null default '{}';
create index ticket_merged_into on ticket (merged_into) where merged_into is not null;

alter table message add column split_from bigint references ticket;
create index message_split_from on message (split_from) where split_from is not null;

-- Nothing said before reaches a new participant: the last message of the ticket when they joined.
alter table participant add column after_message bigint not null default 0;
update participant p set after_message = coalesce(
  (select max(m.id) from message m where m.ticket_id = p.ticket_id and m.at < p.joined_at
     and m.raw_mail_id is distinct from (
       select e.raw_mail_id from event e where e.ticket_id = p.ticket_id and e.type = 'joined'
          and e.data->'person'->>'address' = (select c.address from contact c where c.id = p.contact_id)
        order by e.id desc limit 1)), 0);

-- The ticket that a number leads to, along whatever was merged into what. UNION ends a circle, should one ever be.
create function leads_to(number bigint) returns bigint language sql stable parallel safe as $$
  with recursive way(id, next) as (
    select t.id, t.merged_into from ticket t where t.id = number
    union
    select t.id, t.merged_into from way join ticket t on t.id = way.next
  )
  select id from way where next is null
$$;
