-- On hold until then: the ticket opens again by itself.
alter table ticket add column hold_until timestamptz;

-- Who may authorise a change to their account.
create index contact_authoriser on contact (account_id) where is_authoriser;
