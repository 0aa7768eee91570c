/**
 * A vote for an idea of the roadmap: an address is written there, a link is mailed to it, and the button behind the link
 * votes. Known and unknown addresses are answered alike, and quotas keep the page from mailing strangers.
 */
import { type Tx, transaction } from "../../io/postgres.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { findIdea, type Idea } from "../../store/idea.ts";
import { hasVoted, ideaOfRequest, keepVoteRequest, lockVotes, saveVote, voteCounts } from "../../store/ideaVote.ts";
import { findToken } from "../../store/token.ts";
import type { Decision } from "../../ticket/input.ts";
import type { Language } from "../../ticket/letter.ts";
import { commitDecision } from "../commit.ts";
import { hashOfPlace } from "../restraint/place.ts";
import type { NewsShop } from "./ideaNews.ts";

const hourMs = 3600 * 1000;
const linkForMs = 24 * hourMs;
/** More than people vote in an hour. That an address has had its letters is told to nobody. */
const perHourMax = { ofAddress: 3, ofIp: 10, ofAll: 200 };

/** Mails the link; false where too many ask, from its place or altogether. Null: there is no such idea to vote for. */
export async function askForVote(
  shop: NewsShop,
  asked: { ideaId: number; address: string; language: Language; ip: string },
): Promise<boolean | null> {
  const now = shop.now();
  const ipHash = hashOfPlace(shop.stationery.keys[0]?.key ?? "", asked.ip);
  return await transaction(shop.pool, async (tx) => {
    const idea = await openIdea(tx, asked.ideaId);
    if (!idea) return null;
    await lockVotes(tx);
    const counts = await voteCounts(tx, asked.address, ipHash, new Date(now - hourMs));
    if (counts.ofIp >= perHourMax.ofIp || counts.ofAll >= perHourMax.ofAll) return false;
    if (counts.ofAddress >= perHourMax.ofAddress) return true;
    const { ideaId, address, language } = asked;
    const request = { ideaId, address, ipHash, at: new Date(now) };
    const id = await keepVoteRequest(tx, request, new Date(now - 2 * linkForMs));
    const { desk } = await shop.desks.current(tx);
    const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
    const data = { timezone, title: idea.title ?? "", voteUrl: "", expiresAt: now + linkForMs };
    const decision: Decision = {
      disposition: "ticket",
      reason: "voteAsked",
      ticket: null,
      events: [],
      message: null,
      dispatches: [
        {
          letter: { name: "vote", to: { name: "", address }, language, data },
          to: "customer",
          holdMs: 0,
          attachments: [],
        },
      ],
    };
    const cause = { eventKey: `vote:${id}`, rawMailId: null, mail: null, outcome: null, lastMessageId: null };
    await commitDecision(tx, decision, cause, { ...shop.stationery, deskName: desk.name }, now);
    await shop.queue.wake(tx, "send");
    return true;
  });
}

export type VoteSeen = { idea: Idea; language: Language; hasVoted: boolean };

/** What stands behind a mailed link; looking votes for nothing. */
export async function lookAtVote({ pool }: Pick<NewsShop, "pool">, token: string): Promise<VoteSeen | null> {
  return await transaction(pool, async (tx) => (await behind(tx, token))?.seen ?? null);
}

/** The button: one vote a person, however often it is pressed. */
export async function vote({ pool, now }: Pick<NewsShop, "pool" | "now">, token: string): Promise<VoteSeen | null> {
  return await transaction(pool, async (tx) => {
    const found = await behind(tx, token);
    if (!found) return null;
    const { seen, person } = found;
    await saveVote(tx, seen.idea.id, person, seen.language, new Date(now()));
    return (await behind(tx, token))?.seen ?? null;
  });
}

async function behind(tx: Tx, token: string): Promise<{ seen: VoteSeen; person: string } | null> {
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "vote") : null;
  if (!known?.isLive) return null;
  const request = Number(/^vote:(\d{1,15})$/.exec(String(known.data.key))?.[1] ?? 0);
  const ideaId = await ideaOfRequest(tx, request, known.person);
  const idea = ideaId === null ? null : await openIdea(tx, ideaId);
  if (!idea) return null;
  const language: Language = known.data.language === "pl" ? "pl" : "en";
  return { seen: { idea, language, hasVoted: await hasVoted(tx, idea.id, known.person) }, person: known.person };
}

/** An idea that is on the roadmap and has not ended; one that was joined into another is that other. */
async function openIdea(tx: Tx, id: number): Promise<Idea | null> {
  const found = await findIdea(tx, id);
  const idea = found?.joinedInto ? await findIdea(tx, found.joinedInto) : found;
  const isOpen = idea?.isPublic && idea.title !== null && idea.status !== "done" && idea.status !== "declined";
  return isOpen ? idea : null;
}
