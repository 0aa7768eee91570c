/** Made-up values of From: soup out of the pieces of addresses, and well-shaped ones of which every second is then damaged. */

/** A small generator of its own: twenty million cases are too many for one that remembers how to shrink them. */
export type Draw = (max: number) => number;

export function lottery(seed: number): Draw {
  let state = seed >>> 0;
  return (max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
}

const pieces = [
  ...["jan@acme.example", "mallory@evil.example", "jan", "acme.example", "evil.example", "@", "@", "<", ">", "<", ">"],
  ...['"', '"', "(", ")", ",", ";", ":", "\\", " ", " ", ".", "\t", "\r\n ", "\u0000", "é", "ł", "＠", "\u00ad"],
  ...["[", "]", "=?utf-8?q?jan=40acme.example?=", "=?utf-8?B?PGphbkBhY21lLmV4YW1wbGU+?=", "Jan", "Team:", "%", "!"],
  ...["'", "+", "\u200b", "\u202e", "ａ", "=", "//", "\n", "\r", "..", "xn--"],
];

const atoms = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-";
const labels = ["acme", "Shop", "mail2", "łódź", "bücher", "例え", "a", "xn--bcher-kva", "x-y", "0", "sub", "пример"];
const phrases = [
  ...["", "", "Jan", "Jan Kowalski", "J. Kowalski", "O'Neil", '"Kowalski, Jan"', '"a \\" b"', "Żółw", "[Jan]"],
  ...['"mallory@evil.example"', '"<mallory@evil.example>"', '"Jan (x)"', "=?utf-8?q?Ja=C5=84?=", "=?x?q?a=40b?="],
];
const comments = ["", "", "", "", "(x)", "(a (b) c)", "(\\))", "(mallory@evil.example)", '(")', "\r\n ", "\t"];

export function soup(draw: Draw): string {
  let value = "";
  for (let length = 1 + draw(7); length > 0; length--) value += one(pieces, draw);
  return value;
}

export function shaped(draw: Draw): string {
  const address = `${local(draw)}@${domain(draw)}`;
  const phrase = one(phrases, draw);
  const isBare = phrase === "" && draw(2) === 0;
  const mailbox = isBare ? address : `${phrase} ${one(comments, draw)}<${address}>`;
  const value = `${one(comments, draw)}${mailbox}${one(comments, draw)}`;
  return draw(2) === 0 ? value : damaged(value, draw);
}

function local(draw: Draw): string {
  const parts: string[] = [];
  for (let count = 1 + draw(3); count > 0; count--) {
    let part = "";
    for (let length = 1 + draw(8); length > 0; length--) part += atoms.charAt(draw(atoms.length));
    parts.push(part);
  }
  return parts.join(".");
}

function domain(draw: Draw): string {
  const parts: string[] = [];
  for (let count = 1 + draw(3); count > 0; count--) parts.push(one(labels, draw));
  return [...parts, "example"].join(".");
}

function damaged(value: string, draw: Draw): string {
  const at = draw(value.length + 1);
  switch (draw(4)) {
    case 0:
      return value.slice(0, at) + one(pieces, draw) + value.slice(at);
    case 1:
      return value.slice(0, at) + value.slice(at + 1);
    case 2:
      return value.slice(0, at) + value.slice(at + 1, at + 9) + value.slice(at);
    default:
      return value.slice(0, at) + one(pieces, draw) + value.slice(at + 1);
  }
}

function one<T>(list: readonly T[], draw: Draw): T {
  const found = list[draw(list.length)];
  if (found === undefined) throw new Error("nothing to draw from");
  return found;
}
