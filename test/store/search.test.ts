/** The search held against a plain look at every ticket: whole where few hold the words, and honest where it is not. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { transaction } from "../../src/io/postgres.ts";
import { boundSearch, readTerms, type SearchLimits, searchLimits, searchTickets } from "../../src/store/search.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml } from "../harness/deskFile.ts";

const ticketCount = 120;
/** From one that every ticket holds to one that none does. */
const vocabulary = ["order", "refund", "parcel", "invoice", "gdansk", "walrus", "nowhere"];
const holdsOf = (word: number, of: number) => vocabulary[word] !== "nowhere" && of % (word * word + 1) === 0;

type Known = { id: number; texts: string[]; facts: string };
const known: Known[] = [];
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const { pool } = database;
  await putIntoForce(pool, parseDesk(deskYaml), [], false);
  for (let n = 1; n <= ticketCount; n++) {
    const texts = [0, 1].map((half) =>
      ["Good morning", ...vocabulary.filter((_, word) => holdsOf(word, n * 2 + half))].join(" "),
    );
    known.push({ id: 1000 + n, texts, facts: n % 9 === 0 ? "Parcel service" : `Person ${n}` });
  }
  await pool.query(
    `with new as (select * from jsonb_to_recordset($1::jsonb) as n(id bigint, texts jsonb, facts text)),
     people as (insert into contact (address, name) select 'p' || id || '@shop.example', facts from new returning id, address),
     tickets as (
       insert into ticket (id, subject, status, severity, plan, requester_id, team, language, desk_version_id, opened_at, updated_at)
       select n.id, 'Something', 'open', 'B', 'standard', p.id, 'technical', 'en', 1, now(),
              now() - make_interval(secs => (n.id * 7919 % 1009)::int)
       from new n join people p on p.address = 'p' || n.id || '@shop.example' returning id)
     insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible)
     select n.id, 'in', '', '', now(), '', t, t from new n join tickets using (id), jsonb_array_elements_text(n.texts) t`,
    [JSON.stringify(known)],
  );
  await pool.query("select setval(pg_get_serial_sequence('ticket', 'id'), (select max(id) from ticket))");
}, 60_000);
afterAll(() => database?.drop());

const search = (terms: string[], limits: SearchLimits) =>
  transaction(database.pool, async (tx) => {
    await boundSearch(tx, 20_000);
    const queries = await readTerms(tx, terms);
    const found = await searchTickets(tx, queries, { skip: 0, countMax: ticketCount }, limits);
    return { ids: found.hits.map(({ id }) => id), isWhole: found.isWhole };
  });

/** As whoever reads every ticket would find it: a word at the beginning of one of its words, words in order within one text. */
const holds = ({ texts, facts }: Known, term: string) =>
  [...texts, facts].some((text) => ` ${text.toLowerCase()}`.includes(` ${term}`));

const small: SearchLimits = { wholeMax: 12, eachMax: 5, last: 40, phrase: { wholeMax: 12, last: 40 } };
const term = fc.oneof(
  fc.constantFrom(...vocabulary, "ref", "parc", "person"),
  fc.constantFrom("good morning", "order refund", "order parcel", "morning order"),
);

test("finds every ticket that holds all the words, however many they are and hold each", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 3 }), async (terms) => {
      const wanted = known.filter((ticket) => terms.every((each) => holds(ticket, each))).map(({ id }) => id);
      const { ids, isWhole } = await search(terms, searchLimits);
      expect([terms, isWhole, [...ids].sort()]).toEqual([terms, true, wanted]);
    }),
    { numRuns: 60 },
  );
});

test("where too many hold each word, finds none that does not hold them, misses none of the last, and says so", async () => {
  const wholeness = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 3 }), async (terms) => {
      const wanted = known.filter((ticket) => terms.every((each) => holds(ticket, each))).map(({ id }) => id);
      const { ids, isWhole } = await search(terms, small);
      wholeness.add(isWhole);
      expect([terms, ids.filter((id) => !wanted.includes(id))]).toEqual([terms, []]);
      // Forty messages are those of the last twenty tickets.
      const sure = isWhole ? wanted : wanted.filter((id) => id > 1000 + ticketCount - 20);
      expect([terms, sure.filter((id) => !ids.includes(id))]).toEqual([terms, []]);
    }),
    { numRuns: 80 },
  );
  expect(wholeness).toEqual(new Set([true, false]));
});

test("gives the tickets that were touched last first, page by page, also where each is looked at for another word", async () => {
  const { rows } = await database.pool.query<{ id: number }>("select id from ticket order by updated_at desc, id desc");
  const wanted = rows
    .map(({ id }) => id)
    .filter((id) => known.some((ticket) => ticket.id === id && holds(ticket, "order") && holds(ticket, "gdansk")));
  const limits = { ...searchLimits, wholeMax: 20, eachMax: 0 };
  const pages = await transaction(database.pool, async (tx) => {
    await boundSearch(tx, 20_000);
    const queries = await readTerms(tx, ["order", "gdansk"]);
    const page = async (skip: number) => (await searchTickets(tx, queries, { skip, countMax: 3 }, limits)).hits;
    return [...(await page(0)), ...(await page(3)), ...(await page(6))].map(({ id }) => id);
  });
  expect(wanted.length).toBeGreaterThan(6);
  expect(pages).toEqual(wanted.slice(0, 9));
});

test("a ticket of very many messages hides no other", async () => {
  await database.pool.query(
    `insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible)
     select 1001, 'in', '', '', now(), '', 'walrus again', 'walrus again' from generate_series(1, 30)`,
  );
  const wanted = known.filter((ticket) => ticket.id === 1001 || holds(ticket, "walrus")).map(({ id }) => id);
  const { ids, isWhole } = await search(["walrus"], { ...searchLimits, wholeMax: 12 });
  expect([isWhole, ids.sort()]).toEqual([true, wanted]);
});
