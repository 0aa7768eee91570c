/**
 * Guides as rows: written by what was read from their source, found by the forms of their words (PostgreSQL's full-text
 * search), and what is known of every form. Where the database has pg_trgm, mistyped words find their neighbours too.
 */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Candidate } from "../ticket/guide/fitting.ts";
import type { Guide } from "../ticket/guide/guide.ts";

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

/** Counts anew in how many guides each form stands, how many guides there are, and in which languages. */
export async function countWords(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ id: number }>("select id from guide where gone_at is null order by id");
  const counts = new Map<string, number>();
  // Some guides at a time: no statement takes longer for a larger stock.
  for (let from = 0; from < rows.length; from += countedTogether) {
    const ids = rows.slice(from, from + countedTogether).map(({ id }) => id);
    const { rows: forms } = await tx.query<{ word: string; ndoc: number }>(
      "select word, ndoc from ts_stat($1) where length(word) <= 60",
      [`select words from guide where id in (${ids.map(Number).join(",")})`],
    );
    for (const { word, ndoc } of forms) counts.set(word, (counts.get(word) ?? 0) + ndoc);
  }
  await tx.query("delete from guide_word");
  const all = [...counts];
  for (let from = 0; from < all.length; from += writtenTogether) {
    const part = all.slice(from, from + writtenTogether);
    await tx.query(
      "insert into guide_word (form, guide_count) select form, count from unnest($1::text[], $2::int[]) as w(form, count)",
      [part.map(([form]) => form), part.map(([, count]) => count)],
    );
  }
  await tx.query(
    `update guide_stock set guide_count = $1, languages = array(
       select coalesce(language, 'en') from guide where gone_at is null group by 1 order by count(*) desc, 1 limit 20)`,
    [rows.length],
  );
}

const countedTogether = 500;
const writtenTogether = 5_000;

/** One indexing at a time. */
export async function lockGuides(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('guide', 1042))");
}

/**
 * Runs what only reads, and gives it up with null after `timeoutMs` a statement: what it was asked for is then done without.
 * Whatever it set or broke is undone, so that the transaction around it goes on.
 */
export async function withinTime<T>(tx: Tx, timeoutMs: number, read: () => Promise<T>): Promise<T | null> {
  await tx.query("savepoint reading");
  await tx.query("select set_config('statement_timeout', $1, true)", [String(timeoutMs)]);
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === cancelled) return null;
    throw error;
  } finally {
    await tx.query("rollback to savepoint reading");
    await tx.query("release savepoint reading");
  }
}

/** SQLSTATE of a statement that took too long. */
const cancelled = "57014";

export async function hasGuides(db: Queries): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    "select exists (select from guide_stock where guide_count > 0) as has",
  );
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
    // Each form's count is asked for on its own, so that no plan ever reads the whole table of forms.
    `with config as materialized (
       select c.oid::regconfig as name from pg_ts_config c join jsonb_each_text($2::jsonb) as m(language, name) on m.name = c.cfgname
       where m.language = any((select languages from guide_stock)::text[]) and ($3::text is null or m.language in ($3, 'en'))
     ),
     formed as (
       select a.n, f.form from jsonb_array_elements($1::jsonb) with ordinality as a(asked, n)
       cross join lateral (
         select jsonb_array_elements_text(a.asked -> 'forms')
         union select unnest(tsvector_to_array(to_tsvector(config.name, a.asked ->> 'word'))) from config
       ) as f(form)
     ),
     known as (
       select n, jsonb_agg(form) as forms, coalesce(max((select w.guide_count from guide_word w where w.form = formed.form)), 0) as count
       from formed group by n
     )
     select (select jsonb_agg(jsonb_build_object('forms', forms, 'guideCount', count) order by n) from known) as words,
            (select guide_count from guide_stock) as "guideCount"`,
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

/** Forms that begin with each word, the commonest first. */
export async function wordsBegun(db: Queries, words: string[]): Promise<string[][]> {
  const { rows } = await db.query<{ begun: string[] }>(
    // The signs that LIKE reads as its own are none of a word's.
    `select array(select w.form from guide_word w where w.form like a.word || '%' and w.form <> a.word
                  order by w.guide_count desc, w.form limit 12) as begun
     from unnest($1::text[]) with ordinality as a(word, n) order by a.n`,
    [words],
  );
  return rows.map(({ begun }) => begun);
}

export type FoundGuide = Candidate & { language: string | null; excerpt: string };

/** Guides that have any of the forms, in their titles alone or anywhere, the richest first. `language` null: of any. */
export async function findGuides(
  db: Queries,
  forms: { wide: string[]; all: string[] },
  where: "title" | "anywhere",
  language: string | null,
  countMax: number,
): Promise<FoundGuide[]> {
  const words = where === "title" ? "title_words" : "words";
  // Of titles that have the same words the shorter one fits better.
  const byLength = where === "title" ? ", 2" : "";
  const { rows } = await db.query<{
    guide: Guide;
    language: string | null;
    excerpt: string;
    found: string[];
    titleForms: string[][];
  }>(
    `with wanted as (select string_agg(quote_literal(form), ' | ')::tsquery as query from unnest($1::text[]) as form),
     best as (
       select g.id from guide g, wanted
       where g.gone_at is null and g.${words} @@ wanted.query and ($3::text is null or g.language is null or g.language = $3)
       order by ts_rank(g.${words}, wanted.query${byLength}) desc, g.id limit $4
     )
     select jsonb_build_object('id', g.id, 'title', title, 'url', url) as guide, language, excerpt,
            array(select lexeme from unnest(tsvector_to_array(words)) as lexeme where lexeme in (select unnest($2::text[]))) as found,
            jsonb_path_query_array(title_forms, 'strict $[*] ? (@.type() == "array")') as "titleForms"
     from best join guide g on g.id = best.id`,
    [forms.wide, forms.all, language, countMax],
  );
  const counts = await countsOf(db, [...new Set(rows.flatMap(({ titleForms }) => titleForms.flat()))]);
  return rows.map(({ titleForms, ...row }) => ({
    ...row,
    titleWords: titleForms.map((forms) => ({
      forms,
      guideCount: most(forms.flatMap((form) => counts.get(form) ?? [])),
    })),
  }));
}

function most(counts: number[]): number {
  return counts.length === 0 ? 1 : Math.max(...counts);
}

/** In how many guides each form stands. */
async function countsOf(db: Queries, forms: string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ form: string; count: number | null }>(
    "select a.form, (select w.guide_count from guide_word w where w.form = a.form) as count from unnest($1::text[]) as a(form)",
    [forms],
  );
  return new Map(rows.flatMap(({ form, count }) => (count === null ? [] : [[form, count] as const])));
}
