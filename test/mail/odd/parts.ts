/** Odd parts: names of files, mails within mails, reports, calendars, sealed mail, boundaries that are wrong. */
import { bytes, type Fixture, plainHead } from "./shape.ts";

const mixed = (...parts: string[]) =>
  bytes(
    `${plainHead}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n${parts.map((part) => `--b\n${part}\n`).join("")}--b--\n`,
  );
const file = (head: string) => `${head}\nContent-Transfer-Encoding: base64\n\nZGF0YQ==`;
const named = (line: string) => mixed("\nHello", file(`Content-Type: application/octet-stream\n${line}`));
const name = (expected: string) => ({ text: "Hello", attachments: [{ index: 0, name: expected, bytes: 4 }] });

export const oddParts: Fixture[] = [
  {
    name: "file-name-rfc-2231",
    mail: named("Content-Disposition: attachment; filename*0*=utf-8''za%C5%BC%C3%B3; filename*1=\".pdf\""),
    disposition: "human",
    expect: name("zażó.pdf"),
  },
  {
    name: "file-name-encoded-word",
    mail: named('Content-Disposition: attachment; filename="=?utf-8?Q?b=C5=82=C4=85d=2Etxt?="'),
    disposition: "human",
    expect: name("błąd.txt"),
  },
  {
    name: "file-name-eight-bit",
    mail: named('Content-Disposition: attachment; filename="b\xc5\x82\xc4\x85d.txt"'),
    disposition: "human",
    expect: name("błąd.txt"),
  },
  {
    name: "file-name-with-a-path",
    mail: named('Content-Disposition: attachment; filename="../../etc/passwd"'),
    disposition: "human",
    expect: name("passwd"),
  },
  {
    name: "file-name-with-a-windows-path",
    mail: named('Content-Disposition: attachment; filename="C:\\\\temp\\\\log.txt"'),
    disposition: "human",
    expect: name("log.txt"),
  },
  {
    name: "file-name-that-turns-around",
    mail: named("Content-Disposition: attachment; filename*=utf-8''photo%E2%80%AEgpj.exe"),
    disposition: "human",
    expect: name("photogpj.exe"),
  },
  {
    name: "file-name-with-controls",
    mail: named("Content-Disposition: attachment; filename*=utf-8''a%00b%0Ac.txt"),
    disposition: "human",
    expect: name("a b c.txt"),
  },
  {
    name: "file-name-missing",
    mail: mixed("\nHello", file("Content-Type: application/pdf")),
    disposition: "human",
    expect: name("attachment-1.pdf"),
  },
  {
    name: "file-name-endless",
    mail: named(`Content-Disposition: attachment; filename="${"x".repeat(400)}.txt"`),
    disposition: "human",
    expect: name(`${"x".repeat(146)}.txt`),
  },
  {
    name: "text-file-behind-the-text",
    mail: mixed(
      "Content-Type: text/plain\n\nHello",
      'Content-Type: text/plain; name="log.txt"\nContent-Disposition: inline; filename="log.txt"\n\nline',
    ),
    disposition: "human",
    expect: name("log.txt"),
  },
  {
    name: "picture-in-the-text",
    mail: bytes(
      `${plainHead}Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>see <img src="cid:p1"></p>\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\nZGF0YQ==\n--b--\n`,
    ),
    disposition: "human",
    expect: { text: "see", attachments: [{ name: "p.png", inline: true, contentId: "p1" }] },
  },
  {
    name: "mail-within-a-mail",
    mail: mixed(
      "\nPlease see below",
      "Content-Type: message/rfc822\n\nFrom: Bob <bob@x.example>\nTo: ada@shop.example\nSubject: inner\nMessage-ID: <in@x.example>\nDate: Sun, 4 Oct 2026 10:00:00 +0000\n\ninner words",
    ),
    disposition: "human",
    expect: {
      text: "Please see below",
      nested: [
        {
          from: { name: "Bob", address: "bob@x.example" },
          subject: "inner",
          messageId: "<in@x.example>",
          text: "inner words",
          date: "2026-10-04T10:00:00.000Z",
        },
      ],
    },
  },
  {
    name: "mail-within-a-mail-in-base64",
    mail: mixed(
      "\nHello",
      `Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${Buffer.from("From: bob@x.example\nSubject: inner\n\nwords").toString("base64")}`,
    ),
    disposition: "human",
    expect: { nested: [{ subject: "inner", text: "words" }] },
  },
  {
    name: "mail-within-a-mail-with-a-file",
    mail: mixed(
      "\nHello",
      `Content-Type: message/rfc822\n\nFrom: bob@x.example\nSubject: inner\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\nwords\n--in\n${file('Content-Type: text/csv; name="a.csv"')}\n--in--`,
    ),
    disposition: "human",
    expect: {
      nested: [{ text: "words", attachments: [{ name: "a.csv", bytes: 4 }] }],
      attachments: [{ type: "message/rfc822" }],
    },
  },
  {
    name: "delivery-report",
    mail: bytes(
      "From: MAILER-DAEMON@x.example\nTo: support@acme.example\nSubject: Undelivered\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt did not arrive.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; ada@shop.example\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <out@acme.example>\nSubject: Answer\n--b--\n",
    ),
    disposition: "bounce",
    expect: {
      text: "It did not arrive.",
      deliveryStatus:
        "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; ada@shop.example\nAction: failed\nStatus: 5.1.1",
      returnedHeaders: [
        { name: "message-id", value: "<out@acme.example>" },
        { name: "subject", value: "Answer" },
      ],
    },
  },
  {
    name: "calendar-answer",
    mail: mixed(
      "\nAccepted",
      "Content-Type: text/calendar; method=REPLY; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
    ),
    disposition: "autoReply",
    expect: { calendarMethod: "REPLY" },
  },
  {
    name: "calendar-invitation",
    mail: mixed(
      "\nLet us meet",
      "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR",
    ),
    disposition: "human",
    expect: { calendarMethod: "REQUEST", attachments: [{ name: "attachment-1.ics" }] },
  },
  {
    name: "amp-version",
    mail: bytes(
      `${plainHead}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/x-amp-html\n\n<html amp4email></html>\n--b\nContent-Type: text/html\n\n<p>plain</p>\n--b--\n`,
    ),
    disposition: "human",
    expect: { text: "plain", attachments: [] },
    warns: ["AMP version left out"],
  },
  {
    name: "smime-signed",
    mail: bytes(
      `${plainHead}Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\n\n--b\n\nHello\n--b\n${file('Content-Type: application/pkcs7-signature; name="smime.p7s"')}\n--b--\n`,
    ),
    disposition: "human",
    expect: name("smime.p7s"),
    warns: ["S/MIME signature, not checked"],
  },
  {
    name: "smime-encrypted",
    mail: bytes(
      `${plainHead}${file('Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"')}\n`,
    ),
    disposition: "human",
    expect: { text: "", attachments: [{ name: "smime.p7m" }] },
    warns: ["S/MIME encrypted, not opened"],
  },
  {
    name: "pgp-encrypted",
    mail: bytes(
      `${plainHead}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--\n`,
    ),
    disposition: "human",
    warns: ["PGP encrypted, not opened"],
  },
  {
    name: "boundary-missing",
    mail: bytes(`${plainHead}Content-Type: multipart/mixed\n\n--x\n\nlost words\n--x--\n`),
    disposition: "human",
    warns: ["the parts could not be told apart, the whole body is shown"],
  },
  {
    name: "boundary-that-never-comes",
    mail: bytes(`${plainHead}Content-Type: multipart/mixed; boundary=never\n\nlost words\n`),
    disposition: "human",
    expect: { text: "lost words" },
  },
  {
    name: "boundary-never-closed",
    mail: bytes(
      `${plainHead}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Type: application/pdf\n\ncut`,
    ),
    disposition: "human",
    expect: { text: "Hello", attachments: [{ type: "application/pdf", bytes: 3 }] },
  },
  {
    name: "boundary-of-an-outer-part-within",
    mail: bytes(
      `${plainHead}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nHello\n--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nfile\n--b--\n`,
    ),
    disposition: "human",
    expect: { text: "Hello", attachments: [{ name: "a.txt" }] },
  },
];
