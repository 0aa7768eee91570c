/**
 * Agents sign in to the desk's pages by a mailed link: asked for by an address, good once and for minutes, and only its
 * button signs in. A session is bound to the agent and ends with their place in desk.yaml, which is asked at each request.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { noteDeed } from "../../store/audit.ts";
import { agentOfSession, beginSession, countLink, endSession, linkCounts, lockLinks } from "../../store/session.ts";
import { findToken, useToken } from "../../store/token.ts";
import type { Desk } from "../../ticket/desk.ts";
import type { Decision } from "../../ticket/input.ts";
import { signInWithinMs } from "../addressed.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { hashOfPlace } from "../restraint/place.ts";

export type SignInShop = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

/** An agent at the desk's pages, and the desk as it is in force now. */
export type SignedIn = { address: string; name: string; role: "specialist" | "lead"; desk: Desk };

/**
 * A signed-in agent who asks for a page, and which events the database showed when they did: where these are equal, so are
 * the tickets. `at` is before that, in ms of this process' own clock.
 */
export type Visitor = SignedIn & { moment: { events: string; at: number } };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A working day and a little. */
export const sessionMs = 12 * hourMs;
const sessionsMax = 10;
/** More than people need who mislay a letter; an office may share one address of the network. */
const perHourMax = { ofAgent: 6, ofIp: 30 };

/**
 * Mails a link to `address` where it is an agent's and no quota bites; says nothing either way. The caller answers its own
 * client before it calls this, so that neither words nor time tell who is an agent.
 */
export async function mailSignInLink(shop: SignInShop, address: string, ip: string): Promise<void> {
  const { desk } = await shop.desks.current(shop.pool);
  const asked = address.trim().toLowerCase();
  const agent = agentIn(desk, asked);
  const now = shop.now();
  const key = shop.stationery.keys[0]?.key ?? "";
  const ipHash = hashOfPlace(key, ip);
  await transaction(shop.pool, async (tx) => {
    await lockLinks(tx);
    const since = new Date(now - hourMs);
    // Counted for whoever is asked for: what the next request has to wait for tells nothing either.
    const counts = await linkCounts(tx, asked, ipHash, since, new Date(now - minuteMs));
    if (!agent) return;
    if (counts.ofAgentInMinute > 0 || counts.ofAgent >= perHourMax.ofAgent || counts.ofIp >= perHourMax.ofIp) return;
    await countLink(tx, agent.address, ipHash, new Date(now), since);
    await writeLink(tx, shop, agent, now);
    await shop.queue.wake(tx, "send");
  });
}

async function writeLink(tx: Tx, shop: SignInShop, agent: SignedIn, now: number): Promise<void> {
  const { desk } = agent;
  const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
  const decision: Decision = {
    disposition: "answer",
    reason: "signInAsked",
    ticket: null,
    events: [],
    message: null,
    dispatches: [
      {
        letter: {
          name: "signIn",
          to: { name: agent.name, address: agent.address },
          language: desk.language,
          data: { timezone, agentName: agent.name, signInUrl: "", expiresAt: now + signInWithinMs },
        },
        to: "agent",
        holdMs: 0,
        attachments: [],
      },
    ],
  };
  const cause = { eventKey: `signIn:${randomUUID()}`, rawMailId: null, mail: null, outcome: null, lastMessageId: null };
  await commitDecision(tx, decision, cause, { ...shop.stationery, deskName: desk.name }, now);
}

/** Whom a link would sign in; null where it is unknown, used, too old, or its agent has left. Looking uses nothing up. */
export async function lookAtSignIn(shop: Pick<SignInShop, "pool" | "desks">, link: string): Promise<SignedIn | null> {
  if (!looksLikeToken(link)) return null;
  const known = await findToken(shop.pool, tokenHash(link), "signIn");
  if (!known?.isLive) return null;
  return agentIn((await shop.desks.current(shop.pool)).desk, known.person);
}

/** The button: uses the link up and begins a session. Answers with the secret for the browser; null as `lookAtSignIn`. */
export async function signIn(shop: SignInShop, link: string): Promise<string | null> {
  if (!looksLikeToken(link)) return null;
  const secret = randomBytes(32).toString("base64url");
  const now = shop.now();
  return await transaction(shop.pool, async (tx) => {
    const known = await findToken(tx, tokenHash(link), "signIn");
    const agent = known?.isLive ? agentIn((await shop.desks.current(tx)).desk, known.person) : null;
    if (!agent || !(await useToken(tx, tokenHash(link)))) return null;
    const session = {
      hash: secretHash(secret),
      agent: agent.address,
      beganAt: new Date(now),
      endsAt: new Date(now + sessionMs),
    };
    await beginSession(tx, session, sessionsMax - 1);
    await noteDeed(tx, shop.stationery.keys, { actor: agent.address, deed: "signedIn", subject: null });
    return secret;
  });
}

/** Whose browser this is; null where nobody is signed in, it is over, or the agent has left the desk. */
export async function whoIsSignedIn(
  { pool, desks, now }: Pick<SignInShop, "pool" | "desks" | "now">,
  secret: string,
): Promise<Visitor | null> {
  if (!secretShape.test(secret)) return null;
  const at = performance.now();
  const session = await agentOfSession(pool, secretHash(secret), new Date(now()));
  const agent = session && agentIn((await desks.current(pool)).desk, session.agent);
  return agent && { ...agent, moment: { events: session.events, at } };
}

export async function signOut({ pool }: Pick<SignInShop, "pool">, secret: string): Promise<void> {
  if (secretShape.test(secret)) await endSession(pool, secretHash(secret));
}

const secretShape = /^[\w-]{43}$/;

function secretHash(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function agentIn(desk: Desk, address: string): SignedIn | null {
  const known = Object.hasOwn(desk.agents, address) ? desk.agents[address] : undefined;
  return known ? { address, name: known.name, role: known.role, desk } : null;
}
