-- What a participant wrote on a page of ours: whose mailed link it came by, and what makes pressing the button twice once.
alter table raw_mail add column posted_by text;
alter table raw_mail add column post_key text unique;
create index raw_mail_posted on raw_mail (posted_by, received_at) where posted_by is not null;
