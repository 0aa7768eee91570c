-- The desk's pages: the queue in its working order page by page, and the search over everything that was said.

-- A promise of the ticket is broken and not yet made good: such tickets come first within their severity.
alter table ticket add column is_broken boolean generated always as
  (jsonb_path_exists(clocks, '$[*] ? ((@.state == "running" || @.state == "paused") && @.breachedAt != null)')) stored;

-- A page of the queue is read from here in order, however many tickets wait; the last columns are for its filters.
create index ticket_queue on ticket
  (severity, plan, is_broken, coalesce(next_due_at, 'infinity'), opened_at, id, team, assignee, status)
  where status <> 'closed' and merged_into is null;
create index ticket_queue_of on ticket
  (assignee, severity, plan, is_broken, coalesce(next_due_at, 'infinity'), opened_at, id, status)
  where status <> 'closed' and merged_into is null and assignee is not null;
create index ticket_queue_closed on ticket (closed_at desc, id desc) where status = 'closed' and merged_into is null;

-- Words as the search compares them: without case, accents and punctuation, so that "zażółć" is found by "zazolc" and an
-- address by its domain. Upper case beyond ASCII is spelled out, because `lower` leaves it alone in a database of locale C.
-- What is longer than a long mail is not searched to its end: an index row has its bounds.
create function searched_words(source text) returns text language sql immutable strict parallel safe
  return lower(translate(regexp_replace(regexp_replace(left(normalize(left(source, 100000), nfkd), 100000),
    '[\u0300-\u036f]', '', 'g'), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'),
    'łŁøØđĐıħĦΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐЂЈЉЊЋЏЅ',
    'lLoOdDihHαβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџѕ'));

create function message_words(subject text, body text, author_name text, author_address text, attachments jsonb)
  returns tsvector language sql immutable strict parallel safe
  return to_tsvector('simple', searched_words(subject || ' ' || author_name || ' ' || author_address || ' '
    || jsonb_path_query_array(attachments, '$[*].name')::text || ' ' || body));

create function ticket_words(id bigint, subject text, customer_references jsonb)
  returns tsvector language sql immutable strict parallel safe
  return to_tsvector('simple', searched_words(id::text || ' ' || subject || ' '
    || jsonb_path_query_array(customer_references, '$.*[*]')::text));

create function person_words(name text, address text) returns tsvector language sql immutable strict parallel safe
  return to_tsvector('simple', searched_words(name || ' ' || address));

create index message_search on message using gin (message_words(subject, text, author_name, author_address, attachments));
create index ticket_search on ticket using gin (ticket_words(id, subject, customer_references));
create index contact_search on contact using gin (person_words(name, address));
create index account_search on account using gin (person_words(name, ''));
