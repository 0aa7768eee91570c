/**
 * Mail in simulated time: letters of simulated desks are composed as they would leave, carried to other desks or to models
 * of peers, and what those write back arrives after their delay. Counts what each peer got.
 */

import type { Message } from "../../src/mail/message.ts";
import { readMail } from "../../src/mail/read/read.ts";
import { compose } from "../../src/mail/write/compose.ts";
import type { OutgoingContent } from "../../src/store/outbox.ts";
import { border } from "./deskFile.ts";
import type { Simulation } from "./simulation.ts";

/** A mail on its way; `from` is the envelope's sender. */
export type Posted = { at: number; from: string; to: string; raw: Buffer };

/** What a peer does with a mail it gets: `count` is how many it got before. */
export type Peer = (mail: { message: Message; to: string; at: number; count: number }) => Promise<Posted[]> | Posted[];

export type Station = { support: string; desk: Simulation; proven: boolean };

/** A path between servers may change what it carries. */
export type Path = (raw: Buffer) => Buffer;

/** The letters of a desk since `after` (an outbox row), as bytes. */
async function leaving({ desk }: Station, after: number): Promise<{ last: number; mails: Posted[] }> {
  const { rows } = await desk.pool.query<{
    id: number;
    at: Date;
    recipient: string;
    message_id: string;
    envelope_from: string;
    content: OutgoingContent;
  }>(
    `select id, next_at as at, recipient, message_id, envelope_from, content from outgoing where id > $1 order by id`,
    [after],
  );
  const mails: Posted[] = [];
  for (const { at, recipient, message_id: messageId, envelope_from: from, content } of rows) {
    const { words, ...mail } = content;
    const { subject, text, html } = desk.shop.stationery.templates.render(words.letter, words.extras);
    const raw = await compose({ ...mail, subject, text, html, messageId, attachments: [] });
    mails.push({ at: at.getTime() + transportMs, from, to: recipient, raw });
  }
  return { last: rows.at(-1)?.id ?? after, mails };
}

/** What the border server of a desk writes on top. */
function arrived({ raw, to, from }: Posted, { proven }: Station): Buffer {
  const author = /^From:.*?([^\s<>@"]+@[^\s<>"]+)/im.exec(raw.toString("latin1"))?.[1] ?? "x@unknown.invalid";
  const verdict = proven ? `dmarc=pass header.from=${author.split("@")[1]}` : "dmarc=none";
  const top = [
    `Return-Path: <${from}>`,
    `Delivered-To: ${to}`,
    `Authentication-Results: ${border}; ${verdict}`,
    `Received: from outside.example by ${border}; Mon, 12 Oct 2026 08:00:00 +0000`,
  ];
  return Buffer.concat([Buffer.from(`${top.join("\r\n")}\r\n`), raw]);
}

/** What mail takes from one server to another at least. */
const transportMs = 2_000;

export type Exchange = { stations: Station[]; peerOf: (address: string) => Peer | null; path?: Path };

/** More mails than any bound allows: then it is a loop, and there is no need to wait for its end. */
const carriedMax = 2_000;

/** Lets mail travel until nothing moves or `until` (ms since epoch). Answers with how many mails each address got. */
export async function exchange(
  { stations, peerOf, path = (raw) => raw }: Exchange,
  first: Posted[],
  until: number,
): Promise<Map<string, number>> {
  const received = new Map<string, number>();
  const last = new Map(stations.map((station) => [station, 0]));
  const bag = [...first];
  const collect = async () => {
    for (const station of stations) {
      const { last: id, mails } = await leaving(station, last.get(station) ?? 0);
      last.set(station, id);
      bag.push(...mails);
    }
  };
  for (let carried = 0; bag.length > 0 && carried < carriedMax; carried++) {
    bag.sort((a, b) => a.at - b.at);
    const mail = bag.shift();
    if (!mail || mail.at > until) break;
    const station = stations.find(({ support }) => isAt(mail.to, support));
    const peer = station ? null : peerOf(mail.to);
    if (!station && !peer) continue;
    const key = station?.support ?? mail.to;
    const count = received.get(key) ?? 0;
    received.set(key, count + 1);
    const raw = path(mail.raw);
    if (peer) bag.push(...(await peer({ message: await readMail(raw), to: mail.to, at: mail.at, count })));
    if (station) {
      const at = new Date(Math.max(mail.at, station.desk.now())).toISOString();
      for (const { desk } of stations) await desk.travel(at);
      await station.desk.receive(arrived({ ...mail, raw }, station));
    }
    await collect();
  }
  return received;
}

/** The address itself, or one of its tokens. */
function isAt(address: string, support: string): boolean {
  const [local = "", domain = ""] = support.split("@");
  return address === support || (address.startsWith(`${local}+`) && address.endsWith(`@${domain}`));
}
