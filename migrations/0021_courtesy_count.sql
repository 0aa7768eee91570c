-- Caps are counted over sliding times in greeting now.
drop table courtesy_count;
-- What somebody searches by who was greeted, to forget them.
create index withheld_letter_address on withheld_letter (address);
