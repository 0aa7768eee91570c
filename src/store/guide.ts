/**
 * Guides as rows: written by what was read from their source, found by the forms of their words (PostgreSQL's full-text
 * search), and what is known of every form. Where the database has pg_trgm, mistyped words find their neighbours too.
 */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Candidate } from "../ticket/fitting.ts";
import type { Guide } from "../ticket/guide.ts";

/** Languages that PostgreSQL can stem, by ISO 639-1; what a server lacks is passed over. */
const configurations: Record<string, string> = {
  ar: "arabic",
  ca: "catalan",
  da: "danish",
  de: "german",
  el: "greek",
  en: "english",
  es: "spanish",
  et: "estonian",
  eu: "basque",
  fi: "finnish",
  fr: "french",
  ga: "irish",
  hi: "hindi",
  hu: "hungarian",
  hy: "armenian",
  id: "indonesian",
  it: "italian",
  lt: "lithuanian",
  ne: "nepali",
  nl: "dutch",
  no: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sr: "serbian",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
  yi: "yiddish",
};

/** A guide to be written. `words` are the folded words of its text, `titleForms` each title word with our own forms of it. */
export type NewGuide = {
  url: string;
  title: string;
  language: string | null;
  excerpt: string;
  titleForms: string[][];
  words: string[];
  sha256: string;
};

/** Writes guides of a source; one that is as it was only gets its date. Answers with how many were new or changed. */
export async function writeGuides(tx: Tx, source: string, guides: NewGuide[], at: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `with given as (
       select g.*, coalesce((select c.cfgname from pg_ts_config c where c.cfgname = g.configuration limit 1), 'simple')::regconfig as config
       from jsonb_to_recordset($2::jsonb) as g(url text, title text, language text, excerpt text, "titleForms" jsonb, words text,
                                               sha256 text, configuration text)
     ),
     titled as (
       select given.*, (select coalesce(jsonb_agg((select jsonb_agg(distinct f.form) from (
           select jsonb_array_elements_text(t.forms) union select unnest(tsvector_to_array(to_tsvector(given.config, t.forms ->> 0)))
         ) as f(form)) order by t.n), '[]') from jsonb_array_elements(given."titleForms") with ordinality as t(forms, n)) as forms
       from given
     ),
     seen as (update guide set indexed_at = $3 from given
              where guide.url = given.url and guide.sha256 = decode(given.sha256, 'hex') and guide.source = $1 and guide.gone_at is null)
     insert into guide (source, url, title, language, excerpt, title_forms, words, sha256, indexed_at)
     select $1, url, title, language, excerpt, forms,
            setweight(to_tsvector('simple', coalesce((select string_agg(form, ' ') from jsonb_array_elements(forms) f,
                        jsonb_array_elements_text(f) as form), '')), 'A')
              || to_tsvector('simple', words) || to_tsvector(config, words),
            decode(sha256, 'hex'), $3
     from titled
     where not exists (select from guide g where g.url = titled.url and g.sha256 = decode(titled.sha256, 'hex') and g.source = $1 and g.gone_at is null)
     on conflict (url) do update set source = excluded.source, title = excluded.title, language = excluded.language,
       excerpt = excluded.excerpt, title_forms = excluded.title_forms, words = excluded.words, sha256 = excluded.sha256,
       indexed_at = excluded.indexed_at, gone_at = null`,
    [
      source,
      JSON.stringify(
        guides.map((guide) => ({
          ...guide,
          words: guide.words.join(" "),
          configuration: configurations[guide.language ?? "en"] ?? "simple",
        })),
      ),
      at,
    ],
  );
  return rowCount ?? 0;
}

/** Guides of a source that were not met at `at` are found no more, but for those whose page could not be read this time. */
export async function forgetGuides(tx: Tx, source: string, at: Date, keptUrls: string[]): Promise<number> {
  const { rowCount } = await tx.query(
    `update guide set gone_at = $2, words = '', excerpt = ''
     where source = $1 and gone_at is null and indexed_at < $2 and not (url = any($3))`,
    [source, at, keptUrls],
  );
  return rowCount ?? 0;
}

/** Counts anew in how many guides each form stands. */
export async function countWords(tx: Tx): Promise<void> {
  await tx.query("delete from guide_word");
  await tx.query(
    `insert into guide_word (form, guide_count)
     select word, ndoc from ts_stat('select words from guide where gone_at is null') where length(word) <= 60`,
  );
}

/** One indexing at a time. */
export async function lockGuides(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('guide', 1042))");
}

export async function hasGuides(db: Queries): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>("select exists (select from guide where gone_at is null) as has");
  return rows[0]?.has === true;
}

/** Whether words alike can be found; without pg_trgm they cannot. */
export async function hasTrigrams(db: Queries): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    "select to_regprocedure('similarity(text,text)') is not null as has",
  );
  return rows[0]?.has === true;
}

/** Made once pg_trgm is there, which may be after the migration. */
export async function indexAlike(tx: Tx): Promise<void> {
  await tx.query("create index if not exists guide_word_alike on guide_word using gin (form gin_trgm_ops)");
}

export type KnownWord = { forms: string[]; guideCount: number };

/** The words as guides know them, in the order given; `guideCount` 0 altogether: there are no guides. */
export async function lookUpWords(
  db: Queries,
  words: { word: string; forms: string[] }[],
  language: string | null,
): Promise<{ words: KnownWord[]; guideCount: number }> {
  const { rows } = await db.query<{ words: KnownWord[] | null; guideCount: number }>(
    `with spoken as (select distinct coalesce(language, 'en') as language from guide where gone_at is null limit 20),
     config as (
       select c.oid::regconfig as name from pg_ts_config c join jsonb_each_text($2::jsonb) as m(language, name) on m.name = c.cfgname
       where m.language in (select language from spoken) and ($3::text is null or m.language in ($3, 'en'))
     ),
     formed as (
       select a.n, f.form from jsonb_array_elements($1::jsonb) with ordinality as a(asked, n)
       cross join lateral (
         select jsonb_array_elements_text(a.asked -> 'forms')
         union select unnest(tsvector_to_array(to_tsvector(config.name, a.asked ->> 'word'))) from config
       ) as f(form)
     ),
     known as (
       select f.n, jsonb_agg(f.form) as forms, coalesce(max(w.guide_count), 0) as count
       from formed f left join guide_word w on w.form = f.form group by f.n
     )
     select (select jsonb_agg(jsonb_build_object('forms', forms, 'guideCount', count) order by n) from known) as words,
            (select count(*)::int from guide where gone_at is null) as "guideCount"`,
    [JSON.stringify(words), JSON.stringify(configurations), language],
  );
  return { words: rows[0]?.words ?? [], guideCount: rows[0]?.guideCount ?? 0 };
}

/** Forms that look like each word, nearest first; needs pg_trgm. */
export async function wordsAlike(db: Queries, words: string[]): Promise<string[][]> {
  const { rows } = await db.query<{ near: string[] }>(
    `select array(select w.form from guide_word w where w.form % a.word order by similarity(w.form, a.word) desc limit 8) as near
     from unnest($1::text[]) with ordinality as a(word, n) order by a.n`,
    [words],
  );
  return rows.map(({ near }) => near);
}

export type FoundGuide = Candidate & { language: string | null; excerpt: string };

/** Guides that have any of the forms, the richest first. `language` null: of any. */
export async function findGuides(
  db: Queries,
  forms: { wide: string[]; all: string[] },
  language: string | null,
  countMax: number,
): Promise<FoundGuide[]> {
  const { rows } = await db.query<{
    guide: Guide;
    language: string | null;
    excerpt: string;
    found: string[];
    titleWords: Candidate["titleWords"] | null;
  }>(
    `with wanted as (select string_agg(quote_literal(form), ' | ')::tsquery as query from unnest($1::text[]) as form),
     best as (
       select g.* from guide g, wanted
       where g.gone_at is null and g.words @@ wanted.query and ($3::text is null or g.language is null or g.language = $3)
       order by ts_rank(g.words, wanted.query) desc, g.id limit $4
     )
     select jsonb_build_object('id', id, 'title', title, 'url', url) as guide, language, excerpt,
            array(select lexeme from unnest(words) where lexeme = any($2)) as found,
            (select jsonb_agg(jsonb_build_object('forms', t.forms, 'guideCount',
               (select coalesce(max(w.guide_count), 1) from guide_word w
                where w.form in (select jsonb_array_elements_text(t.forms)))) order by t.n)
             from jsonb_array_elements(title_forms) with ordinality as t(forms, n)
             where jsonb_typeof(t.forms) = 'array') as "titleWords"
     from best`,
    [forms.wide, forms.all, language, countMax],
  );
  return rows.map((row) => ({ ...row, titleWords: row.titleWords ?? [] }));
}
