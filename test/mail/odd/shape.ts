/** How the odd mails of this folder are written down: the bytes, and what must come out of them. */

/** `expect` is matched as a part of the Message; `warns` must all be among its warnings. */
export type Fixture = {
  name: string;
  mail: Buffer;
  disposition: "human" | "autoReply" | "bounce" | "list" | "own" | "unreadable";
  cause?: string;
  expect?: Record<string, unknown>;
  warns?: string[];
};

/** Lines end in CRLF as on the wire; characters up to U+00FF become one byte each. */
export function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll("\n", "\r\n"), "latin1");
}

/** As `bytes`, but in UTF-8. */
export function utf8(text: string): Buffer {
  return Buffer.from(text.replaceAll("\n", "\r\n"), "utf8");
}

/** The headers that a mail has when nothing is odd about them. */
export const plainHead =
  "From: Ada Nowak <ada@shop.example>\nTo: Acme Support <support@acme.example>\nSubject: Checkout\nMessage-ID: <1@shop.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\n";

/** Headers of a mail whose Subject, From and such are given by the fixture itself. */
export const restHead =
  "To: support@acme.example\nMessage-ID: <1@shop.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\n";
