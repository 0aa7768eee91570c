/** Odd headers: authors, ids, dates, encodings. */
import { bytes, type Fixture, plainHead, restHead, utf8 } from "./shape.ts";

const ada = { name: "Ada Nowak", address: "ada@shop.example" };
const body = "\nHello\n";

export const oddHeaders: Fixture[] = [
  {
    name: "two-from-headers",
    mail: bytes(`From: Ada <ada@shop.example>\nFrom: Eve <eve@evil.example>\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: null, fromCount: 2 },
    warns: ["two From headers"],
  },
  {
    name: "two-authors-in-one-from",
    mail: bytes(`From: ada@shop.example, eve@evil.example\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: null, fromCount: 2 },
    warns: ["From names several people"],
  },
  {
    name: "no-from",
    mail: bytes(`Subject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: null, fromCount: 0, subject: "x" },
    warns: ["no From header"],
  },
  {
    name: "from-without-address",
    mail: bytes(`From: Ada Nowak\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: null, fromCount: 0 },
    warns: ["From names no address"],
  },
  {
    name: "from-group",
    mail: bytes(`From: Shop team: ada@shop.example;\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: { name: "", address: "ada@shop.example" } },
    warns: ["From holds a group"],
  },
  {
    name: "to-undisclosed-recipients",
    mail: bytes(`From: ada@shop.example\nTo: undisclosed-recipients:;\nSubject: x\nMessage-ID: <1@s.example>\n${body}`),
    disposition: "human",
    expect: { to: [], from: { name: "", address: "ada@shop.example" } },
  },
  {
    name: "to-groups-and-quotes",
    mail: bytes(
      `From: ada@shop.example\nTo: "Nowak, Jan" <JAN@Acme.Example>, Team: a@x.example, b@x.example;, (note) c@x.example (c)\nSubject: x\n${body}`,
    ),
    disposition: "human",
    expect: {
      to: [
        { name: "Nowak, Jan", address: "jan@acme.example" },
        { name: "", address: "a@x.example" },
        { name: "", address: "b@x.example" },
        { address: "c@x.example" },
      ],
    },
  },
  {
    name: "address-in-the-name",
    mail: bytes(`From: "boss@bank.example" <eve@evil.example>\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: { name: "boss@bank.example", address: "eve@evil.example" }, fromCount: 1 },
  },
  {
    name: "address-in-an-encoded-name",
    mail: bytes(
      `From: =?utf-8?B?${Buffer.from("Boss <boss@bank.example>").toString("base64")}?= <eve@evil.example>\nSubject: x\n${restHead}${body}`,
    ),
    disposition: "human",
    expect: { from: { address: "eve@evil.example" }, fromCount: 1 },
  },
  {
    name: "unicode-domain",
    mail: utf8(`From: Żaneta <zaneta@żółw.example>\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: { name: "Żaneta", address: "zaneta@xn--w-uga1v8h.example" } },
  },
  {
    name: "eight-bit-headers-windows-1250",
    mail: bytes(
      `From: Pawe\xb3 \xa3\xea\xbfniak <pawel@sklep.example>\nSubject: B\xb3\xb9d p\xb3atno\x9cci\n${restHead}${body}`,
    ),
    disposition: "human",
    expect: { subject: "Błąd płatności", from: { name: "Paweł Łężniak", address: "pawel@sklep.example" } },
  },
  {
    name: "eight-bit-headers-iso-8859-2",
    mail: bytes(`From: Pawe\xb3 <pawel@sklep.example>\nSubject: B\xb3\xb1d p\xb3atno\xb6ci\n${restHead}${body}`),
    disposition: "human",
    expect: { subject: "Błąd płatności", from: { name: "Paweł" } },
  },
  {
    name: "eight-bit-headers-utf-8",
    mail: utf8(`From: Paweł <pawel@sklep.example>\nSubject: Błąd płatności 🛒\n${restHead}${body}`),
    disposition: "human",
    expect: { subject: "Błąd płatności 🛒", from: { name: "Paweł" } },
  },
  {
    name: "encoded-words-split-inside-a-character",
    mail: bytes(
      `From: ada@shop.example\nSubject: =?utf-8?B?xYHDs2TFug==?=\n =?UTF-8?q?_za=C5?= =?UTF-8?q?=BC?=\n${restHead}${body}`,
    ),
    disposition: "human",
    expect: { subject: "Łódź zaż" },
  },
  {
    name: "encoded-words-of-many-charsets",
    mail: bytes(
      `From: ada@shop.example\nSubject: =?iso-8859-2?Q?p=B3atno=B6=E6?= and =?koi8-r?B?8NLJ18XU?= and =?x-none?Q?caf=E9?=\n${restHead}${body}`,
    ),
    disposition: "human",
    expect: { subject: "płatność and Привет and café" },
  },
  {
    name: "encoded-words-glued-and-unfinished",
    mail: bytes(`From: ada@shop.example\nSubject: a=?utf-8?Q?b?=c =?utf-8?Q?open\n${restHead}${body}`),
    disposition: "human",
    expect: { subject: "abc =?utf-8?Q?open" },
  },
  {
    name: "no-message-id",
    mail: bytes(`From: ada@shop.example\nSubject: x\nDate: Mon, 5 Oct 2026 10:00:00 +0200\n${body}`),
    disposition: "human",
    expect: { messageId: null },
    warns: ["no Message-ID"],
  },
  {
    name: "two-message-ids",
    mail: bytes(`${plainHead}Message-ID: <2@shop.example>\n${body}`),
    disposition: "human",
    expect: { messageId: "<1@shop.example>" },
    warns: ["2 headers Message-ID, the first counts"],
  },
  {
    name: "message-id-without-brackets",
    mail: bytes(`From: ada@shop.example\nSubject: x\nMessage-ID: 1@shop.example\n${body}`),
    disposition: "human",
    expect: { messageId: null },
    warns: ["Message-ID cannot be read"],
  },
  {
    name: "in-reply-to-with-prose",
    mail: bytes(
      `${plainHead}In-Reply-To: Your message of "Fri" <a@x.example> "Re: hi"\nReferences: <a@x.example>(c)<b@x.example>\n <a@x.example>\n${body}`,
    ),
    disposition: "human",
    expect: { inReplyTo: ["<a@x.example>"], references: ["<a@x.example>", "<b@x.example>"] },
  },
  {
    name: "date-that-is-none",
    mail: bytes(`From: ada@shop.example\nSubject: x\nMessage-ID: <1@s.example>\nDate: yesterday at noon\n${body}`),
    disposition: "human",
    expect: { date: null },
    warns: ["Date cannot be read"],
  },
  {
    name: "date-obsolete-form",
    mail: bytes(
      `From: ada@shop.example\nSubject: x\nMessage-ID: <1@s.example>\nDate: 5 Oct 26 10:00 EST (New York)\n${body}`,
    ),
    disposition: "human",
    expect: { date: "2026-10-05T15:00:00.000Z" },
  },
  {
    name: "date-that-does-not-exist",
    mail: bytes(`From: ada@shop.example\nSubject: x\nDate: Tue, 31 Feb 2026 10:00:00 +0000\n${body}`),
    disposition: "human",
    expect: { date: null },
  },
  {
    name: "mbox-from-line-first",
    mail: bytes(`From ada@shop.example Mon Oct  5 10:00:00 2026\n${plainHead}${body}`),
    disposition: "human",
    expect: { from: ada, text: "Hello\n" },
  },
  {
    name: "byte-order-mark-and-empty-lines-first",
    mail: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(`\n\n${plainHead}${body}`)]),
    disposition: "human",
    expect: { from: ada, text: "Hello\n" },
  },
  {
    name: "line-feeds-only",
    mail: Buffer.from(`${plainHead}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b--\n`),
    disposition: "human",
    expect: { from: ada, text: "Hello" },
  },
  {
    name: "garbage-among-the-headers",
    mail: bytes(`From: Ada Nowak <ada@shop.example>\nthis is no header\nSubject: x\n${restHead}${body}`),
    disposition: "human",
    expect: { from: ada, subject: "x", text: "Hello\n" },
    warns: ["lines among the headers that are no header"],
  },
  {
    name: "no-empty-line-before-the-text",
    mail: bytes(`${plainHead}Hello there, the checkout is down\nPlease help\n`),
    disposition: "human",
    expect: { from: ada, text: "Hello there, the checkout is down\nPlease help\n" },
  },
  {
    name: "envelope-headers",
    mail: bytes(
      `Return-Path: <>\nDelivered-To: <support+abc@acme.example>\nX-Original-To: Support+ABC@acme.example\n${plainHead}Sender: list@x.example\nReply-To: r@x.example\n${body}`,
    ),
    disposition: "autoReply",
    expect: {
      returnPath: "",
      deliveredTo: ["support+abc@acme.example"],
      replyTo: [{ name: "", address: "r@x.example" }],
    },
  },
  {
    name: "nul-and-controls-in-headers",
    mail: bytes(`From: "A\x00d\x1b[31ma" <ada@shop.example>\nSubject: a\x00b\x07c\n${restHead}${body}`),
    disposition: "human",
    expect: { subject: "a�b�c", from: { name: "A�d�[31ma", address: "ada@shop.example" } },
  },
];
