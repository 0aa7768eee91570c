/** Which guides were offered on which tickets, and what customers said of them: the figure of what the docs spare. */
import type { Queries, Tx } from "../io/postgres.ts";

export type NewOffer = {
  ticketId: number;
  guideId: number;
  place: "confirmation" | "answer";
  rawMailId: number | null;
};

/** A guide counts once on a ticket, where it was offered first. */
export async function saveOffers(tx: Tx, offers: NewOffer[], at: Date): Promise<void> {
  await tx.query(
    `insert into guide_offer (ticket_id, guide_id, place, raw_mail_id, offered_at)
     select o."ticketId", o."guideId", o.place, o."rawMailId", $2
     from jsonb_to_recordset($1::jsonb) as o("ticketId" bigint, "guideId" bigint, place text, "rawMailId" bigint)
     where exists (select from guide where id = o."guideId")
     on conflict do nothing`,
    [JSON.stringify(offers), at],
  );
}

/** An answer that was stopped has offered nothing. */
export async function dropOffers(tx: Tx, rawMailId: number): Promise<void> {
  await tx.query("delete from guide_offer where raw_mail_id = $1 and place = 'answer' and verdict is null", [
    rawMailId,
  ]);
}

export type Verdict = "solved" | "notSolved";

/** What a customer says of a guide; said again, the last word counts. */
export async function saveVerdict(
  tx: Tx,
  { ticketId, guideId }: { ticketId: number; guideId: number },
  verdict: Verdict,
  at: Date,
): Promise<void> {
  await tx.query("update guide_offer set verdict = $3, verdict_at = $4 where ticket_id = $1 and guide_id = $2", [
    ticketId,
    guideId,
    verdict,
    at,
  ]);
}

export type OfferedGuide = { id: number; title: string; url: string; verdict: Verdict | null };

/** A guide as it was offered on a ticket; null where it was not. */
export async function offeredGuide(db: Queries, ticketId: number, guideId: number): Promise<OfferedGuide | null> {
  const { rows } = await db.query<OfferedGuide>(
    `select g.id, g.title, g.url, o.verdict from guide_offer o join guide g on g.id = o.guide_id
     where o.ticket_id = $1 and o.guide_id = $2`,
    [ticketId, guideId],
  );
  return rows[0] ?? null;
}

/** Of one guide in a period: on how many tickets it was offered, how many said that it solved the matter, how many not. */
export type GuideFigure = {
  id: number;
  title: string;
  url: string;
  offered: number;
  solved: number;
  notSolved: number;
};

export type GuideFigures = {
  guides: GuideFigure[];
  /** Tickets that were offered any guide, and those that one of them solved. */
  tickets: { offered: number; solved: number };
};

/** Offers made from `since` to before `until`, and what became of them since; the most offered first. */
export async function guideFigures(db: Queries, since: Date, until: Date, countMax = 1_000): Promise<GuideFigures> {
  const guides = await db.query<GuideFigure>(
    `select g.id, g.title, g.url, count(*)::int as offered, count(*) filter (where o.verdict = 'solved')::int as solved,
              count(*) filter (where o.verdict = 'notSolved')::int as "notSolved"
       from guide_offer o join guide g on g.id = o.guide_id where o.offered_at >= $1 and o.offered_at < $2
       group by g.id order by offered desc, g.id limit $3`,
    [since, until, countMax],
  );
  const tickets = await db.query<GuideFigures["tickets"]>(
    `select count(distinct ticket_id)::int as offered,
              count(distinct ticket_id) filter (where verdict = 'solved')::int as solved
       from guide_offer where offered_at >= $1 and offered_at < $2`,
    [since, until],
  );
  return { guides: guides.rows, tickets: tickets.rows[0] ?? { offered: 0, solved: 0 } };
}

export type ListedGuide = { title: string; url: string; language: string | null; source: string };

/** Every guide that can be found, by source and title. */
export async function listGuides(db: Queries, countMax: number): Promise<ListedGuide[]> {
  const { rows } = await db.query<ListedGuide>(
    "select title, url, language, source from guide where gone_at is null order by source, title, id limit $1",
    [countMax],
  );
  return rows;
}
