/**
 * Mails changed at random, as broken software and attackers change them: always the same ones for the same seed, so that
 * a mail that does harm can be made again from its number.
 */

/** Rolls numbers below `sides` (xorshift32). */
export type Dice = (sides: number) => number;

/** A generator of its own for each mail: mail 48,000 can be made without the 47,999 before it. */
export function dice(seed: number): Dice {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** What structure is made of, in a mail and in its words. */
const pieces: Buffer[] = [
  ...[
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    " ",
    "\t",
    "\0",
    "=",
    "=\r\n",
    "=00",
    "--",
    "--b--",
    "\r\n--b\r\n\r\n",
    "> ",
    ">",
  ],
  ...[
    "From: ",
    "From: x@y.example\r\n",
    "Subject: ",
    "=?utf-8?B?",
    "?=",
    "=?utf-16?Q?=D8?=",
    "\x1b$B",
    "\ufeff",
    "\u202e",
  ],
  ...["Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: message/rfc822\r\n\r\n", "; charset=utf-7"],
  ...["Content-Transfer-Encoding: base64\r\n", "Content-Type: text/html; charset=utf-16\r\n", "Content-Type: text/"],
  ...["Auto-Submitted: auto-replied\r\n", "Return-Path: <>\r\n", "Final-Recipient: rfc822;", "Action: failed\r\n"],
  ...["<", ">", "<div>", "<blockquote>", "<!--", "-->", "&#0;", "&", "<table><tr><td>", '<div class="gmail_quote">'],
  ...["-- \n", "On 1/1/2026 10:14, x wrote:\n", "-----Original Message-----\n", "________________________________\n"],
  ...[
    "---------- Forwarded message ---------\n",
    "From: a\nSent: 1\nTo: b\nSubject: c\n",
    "550 5.1.1 ",
    "begin 644 x\n",
  ],
].map((piece) => Buffer.from(piece));

/** One mail of the corpus, changed one to a dozen times. */
export function mutated(corpus: readonly Buffer[], seed: number): Buffer {
  const roll = dice(seed);
  let mail = corpus[roll(corpus.length)] ?? Buffer.alloc(0);
  for (let changes = 1 + roll(12); changes > 0; changes -= 1) mail = change(mail, corpus, roll);
  return mail;
}

function change(mail: Buffer, corpus: readonly Buffer[], roll: Dice): Buffer {
  const at = roll(mail.length + 1);
  const [before, after] = [mail.subarray(0, at), mail.subarray(at)];
  const piece = pieces[roll(pieces.length)] ?? Buffer.alloc(0);
  switch (roll(9)) {
    case 0:
    case 1:
      return Buffer.concat([before, piece, after]);
    case 2:
      return Buffer.concat([before, after.subarray(1 + roll(200))]);
    case 3:
      return Buffer.concat([before, Buffer.from([roll(256)]), after.subarray(1)]);
    case 4:
      // A piece many times over is what slow rules are slow at.
      return Buffer.concat([before, ...new Array<Buffer>(1 + roll(roll(20) === 0 ? 8_000 : 60)).fill(piece), after]);
    case 5:
      return Buffer.concat([before, after.subarray(0, roll(2_000)), after]);
    case 6: {
      const other = corpus[roll(corpus.length)] ?? piece;
      return Buffer.concat([before, other.subarray(roll(other.length + 1))]);
    }
    case 7:
      return Buffer.from(mail.toString("latin1").replaceAll("\r\n", ["\n", "\r", "\r\r\n"][roll(3)] ?? "\n"), "latin1");
    default:
      return before;
  }
}
