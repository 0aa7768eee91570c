/**
 * Header blocks drawn at random out of everything that forges proof, below what an honest border wrote on top: whatever a
 * sender makes of names, folding, line ends, results and Received lines of their own, nobody is proven but who the border named.
 */
import { expect, test } from "vitest";
import { trust } from "../../src/mail/proof/trust.ts";
import { readMail } from "../../src/mail/read/read.ts";
import { type Draw, lottery } from "../harness/addressLottery.ts";

const blockCount = Number(process.env.FUZZ_BLOCKS ?? 4_000);
const id = "mx.acme.example";
const [victim, forger] = ["jan@acme.example", "mallory@evil.example"];
const esmtp = `from evil by ${id} with ESMTPS id 9; Mon, 23 Nov 2026 06:00:00 +0000`;
const lmtp = `from mx (mx [127.0.0.1]) by ${id} with LMTP id 1; Mon, 23 Nov 2026 06:00:00 +0000`;

/** What honest borders write: nothing known, the forger's own pass, a fail below a local delivery, no results at all. */
const tops = [
  `Authentication-Results: ${id}; dmarc=none\r\nReceived: ${esmtp}\r\n`,
  `Authentication-Results: ${id}; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example header.s=k; dmarc=pass header.from=evil.example\r\nReceived: ${esmtp}\r\n`,
  `Received: ${lmtp}\r\nAuthentication-Results: ${id};\r\n dmarc=fail (p=none)\r\n header.from=acme.example\r\nReceived: ${esmtp}\r\n`,
  `Received: ${esmtp}\r\n`,
];
const ends = ["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\n\r", "\u0085", "\u2028", "\v", "\f"];
const resultNames = [
  ...["Authentication-Results", "authentication-results", "AUTHENTICATION-RESULTS", "Authentication-Results "],
  ...["ARC-Authentication-Results", "X-Authentication-Results", "Authentication-Results\t", "Authentication-Results\0"],
  ...["\u200bAuthentication-Results", "X-Original-Authentication-Results", "Old-Authentication-Results"],
];
const ids = [
  ...[id, id, id.toUpperCase(), `"${id}"`, `${id} 1`, `${id}/1`, `(c) ${id}`, `${id}.`, `\t${id}`, `${id}\u00a0`],
  ...[`=?utf-8?q?${id}?=`, `x@${id}`, `${id}:25`, `\r\n ${id}`],
];
const results = [
  ...["dmarc=pass header.from=acme.example", "dkim=pass header.d=acme.example header.s=k"],
  ...["dkim=pass header.i=@acme.example", "DMARC=PASS HEADER.FROM=ACME.EXAMPLE"],
  ...['dmarc=pass (p=none) header.from="acme.example"', "spf=pass smtp.mailfrom=x@acme.example"],
  "dkim=pass header.d=acme.example; dmarc=pass header.from=acme.example; spf=pass smtp.mailfrom=x@acme.example",
];
const fromNames = ["From", "from", "FROM", "From ", "From\t", "From\0", "Resent-From"];
const authors = [
  ...[victim, forger, `Jan <${victim}>`, `"${victim}" <${forger}>`, `${victim}, ${forger}`, `Team: ${victim};`],
  ...[`<${victim}> (${forger})`, `=?utf-8?q?${victim}?= <${forger}>`, `${victim}\r\n ,${forger}`],
];
const odd = [
  ...["", " ", "\t", "From mallory Mon Nov 23", "Content-Type: message/rfc822", "--b", " : x", ":"],
  ...["Content-Type: multipart/mixed; boundary=b", `Sender: ${victim}`, `Reply-To: ${victim}`],
];

function line(draw: Draw): string {
  const one = (list: readonly string[]) => list[draw(list.length)] ?? "";
  switch (draw(8)) {
    case 0:
    case 1:
      return `${one(resultNames)}: ${one(ids)}; ${one(results)}`;
    case 2:
      return `${one(["Received", "received", "Received ", "X-Received"])}: ${one([esmtp, lmtp, `by ${id}; x`])}`;
    case 3:
    case 4:
      return `${one(fromNames)}: ${one(authors)}`;
    case 5:
      return ` ${one(resultNames)}: ${id}; ${one(results)}`;
    case 6:
      return `DKIM-Signature: v=1; a=rsa-sha256; d=${one(["acme.example", "evil.example"])}; s=k; h=from; bh=x; b=y`;
    default:
      return one(odd);
  }
}

test("nothing below what the border wrote proves anybody else", async () => {
  const draw = lottery(20_261_123);
  let proven = 0;
  for (let index = 0; index < blockCount; index++) {
    let block = tops[draw(tops.length)] ?? "";
    for (let lines = 1 + draw(8); lines > 0; lines--) block += line(draw) + (ends[draw(ends.length)] ?? "");
    if (draw(2) === 0) block += `From: ${draw(2) === 0 ? victim : forger}\r\n`;
    const raw = Buffer.from(`${block}To: support@${id}\r\nMessage-ID: <a@b.example>\r\n\r\n#solve\r\n`);
    const message = await readMail(raw);
    const { level, evidence } = trust({ message, trustedAuthservIds: [id], dkim: "notChecked" });
    if (level !== "proven") continue;
    proven++;
    expect([evidence.address, message.from?.address], JSON.stringify(block)).toEqual([forger, forger]);
  }
  console.log(`header blocks: ${blockCount}, ${proven} of them proven as the forger, none as anybody else`);
  expect(proven).toBeGreaterThan(blockCount / 200);
});
