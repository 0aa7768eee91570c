-- How many guides there are, and in which languages, the commonest first: asked for with every new mail, counted when they change.
create table guide_stock (
  is_only boolean primary key default true check (is_only),
  guide_count int not null,
  languages text[] not null
);
insert into guide_stock (guide_count, languages)
select count(*), array(select coalesce(language, 'en') from guide where gone_at is null group by 1 order by count(*) desc, 1 limit 20)
from guide where gone_at is null;

-- A mail must be about what a title says; the words of the titles alone are small enough to be compared with it in milliseconds.
alter table guide add column title_words tsvector not null generated always as (ts_filter(words, '{a}')) stored;
create index guide_title_words on guide using gin (title_words) where gone_at is null;
