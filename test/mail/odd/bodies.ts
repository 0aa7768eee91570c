/** Odd texts: charsets that are wrong or missing, broken encodings, HTML alone, alternatives that lie. */
import { bytes, type Fixture, plainHead, utf8 } from "./shape.ts";

const pangram = "Zażółć gęślą jaźń";
const pangram1250 = "Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1";
const pangramLatin2 = "Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1";
const text = (type: string, body: string, encoding = "8bit") =>
  bytes(`${plainHead}Content-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`);
const alternative = (plain: string, html: string) =>
  bytes(
    `${plainHead}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${plain}\n--b\nContent-Type: text/html\n\n${html}\n--b--\n`,
  );

export const oddBodies: Fixture[] = [
  {
    name: "windows-1250-undeclared",
    mail: bytes(`${plainHead}\n${pangram1250}\n`),
    disposition: "human",
    expect: { text: `${pangram}\n` },
    warns: ["charset guessed: windows-1250"],
  },
  {
    name: "iso-8859-2-undeclared",
    mail: bytes(`${plainHead}\n${pangramLatin2}\n`),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "utf-8-undeclared",
    mail: utf8(`${plainHead}\n${pangram}\n`),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "utf-8-declared-us-ascii",
    mail: utf8(`${plainHead}Content-Type: text/plain; charset=us-ascii\n\n${pangram}\n`),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "utf-8-declared-iso-8859-1",
    mail: utf8(`${plainHead}Content-Type: text/plain; charset=iso-8859-1\n\n${pangram}\n`),
    disposition: "human",
    expect: { text: `${pangram}\n` },
    warns: ["charset iso-8859-1 was declared, the text is UTF-8"],
  },
  {
    name: "windows-1250-declared-utf-8",
    mail: text("text/plain; charset=utf-8", pangram1250),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "windows-1250-declared-iso-8859-2",
    mail: text("text/plain; charset=iso-8859-2", pangram1250),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "iso-8859-2-declared",
    mail: text('text/plain; charset="ISO-8859-2"', pangramLatin2),
    disposition: "human",
    expect: { text: `${pangram}\n`, warnings: [] },
  },
  {
    name: "charset-cp1250",
    mail: text("text/plain; charset=cp1250", pangram1250),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "charset-nobody-knows",
    mail: text("text/plain; charset=x-foo", pangram1250),
    disposition: "human",
    expect: { text: `${pangram}\n` },
    warns: ["unknown charset x-foo"],
  },
  {
    name: "western-letters-undeclared",
    mail: bytes(`${plainHead}\nSch\xf6ne Gr\xfc\xdfe aus M\xfcnchen, \xdcberweisung l\xe4uft\n`),
    disposition: "human",
    expect: { text: "Schöne Grüße aus München, Überweisung läuft\n" },
  },
  {
    name: "french-undeclared",
    mail: bytes(`${plainHead}\nLe paiement a \xe9t\xe9 refus\xe9, voil\xe0 le re\xe7u de la bo\xeete\n`),
    disposition: "human",
    expect: { text: "Le paiement a été refusé, voilà le reçu de la boîte\n" },
  },
  {
    name: "russian-undeclared-windows-1251",
    mail: bytes(
      `${plainHead}\n\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2 \xee\xef\xeb\xe0\xf2\xe0\n`,
    ),
    disposition: "human",
    expect: { text: "Здравствуйте, не работает оплата\n" },
  },
  {
    name: "japanese-iso-2022-jp",
    mail: text("text/plain; charset=iso-2022-jp", "\x1b$B$3$s$K$A$O\x1b(B", "7bit"),
    disposition: "human",
    expect: { text: "こんにちは\n" },
  },
  {
    name: "japanese-iso-2022-jp-undeclared",
    mail: bytes(`${plainHead}\n\x1b$B$3$s$K$A$O\x1b(B\n`),
    disposition: "human",
    expect: { text: "こんにちは\n" },
  },
  {
    name: "chinese-gb2312",
    mail: text("text/plain; charset=gb2312", "\xc4\xe3\xba\xc3"),
    disposition: "human",
    expect: { text: "你好\n" },
  },
  {
    name: "korean-ks_c_5601",
    mail: text("text/plain; charset=ks_c_5601-1987", "\xbe\xc8\xb3\xe7"),
    disposition: "human",
    expect: { text: "안녕\n" },
  },
  {
    name: "quoted-printable-broken",
    mail: text("text/plain; charset=utf-8", "good =C5=82 bad =ZZ end=\nsame line =", "quoted-printable"),
    disposition: "human",
    expect: { text: "good ł bad =ZZ endsame line " },
  },
  {
    name: "quoted-printable-misspelt",
    mail: text("text/plain; charset=utf-8", "good =C5=82", "Quoted Printable"),
    disposition: "human",
    expect: { text: "good ł\n" },
  },
  {
    name: "base64-broken",
    mail: text("text/plain; charset=utf-8", "SGVs*bG8g\ndGhl!cmU=", "base64"),
    disposition: "human",
    expect: { text: "Hello there" },
    warns: ["base64 with characters that are not base64"],
  },
  {
    name: "base64-unpadded",
    mail: text("text/plain; charset=utf-8", "SGVsbG8", "base64"),
    disposition: "human",
    expect: { text: "Hello" },
  },
  {
    name: "encoding-nobody-knows",
    mail: text("text/plain; charset=utf-8", "Hello", "x-zip"),
    disposition: "human",
    expect: { text: "Hello\n" },
  },
  {
    name: "type-without-semicolon",
    mail: text("text/plain charset=windows-1250", pangram1250),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "type-cut-short",
    mail: text("text", "Hello"),
    disposition: "human",
    expect: { text: "Hello\n", attachments: [] },
  },
  { name: "type-empty", mail: text("", "Hello"), disposition: "human", expect: { text: "Hello\n", attachments: [] } },
  {
    name: "format-flowed",
    mail: text("text/plain; charset=utf-8; format=flowed", "one long \nline of words\n\nend"),
    disposition: "human",
    expect: { text: "one long line of words\n\nend" },
  },
  {
    name: "html-only",
    mail: text(
      "text/html; charset=utf-8",
      '<p>The <b>checkout</b> is <a href="https://shop.example/x">down</a></p><ul><li>first</li><li>second</li></ul><table><tr><td>a</td><td>b</td></tr></table>',
    ),
    disposition: "human",
    expect: { text: "The checkout is down <https://shop.example/x>\n\n - first\n - second\n\na b", textFrom: "html" },
  },
  {
    name: "html-with-undeclared-polish",
    mail: text("text/html", `<p>${pangram1250}</p>`),
    disposition: "human",
    expect: { text: pangram, textFrom: "html" },
  },
  {
    name: "html-styles-and-comments",
    mail: text(
      "text/html",
      "<style>p{color:red}</style><!-- [if mso]>hidden<![endif] --><p>words</p><script>alert(1)</script>",
    ),
    disposition: "human",
    expect: { text: "words" },
  },
  {
    name: "alternative-prefers-plain",
    mail: alternative("plain words", "<p>html words</p>"),
    disposition: "human",
    expect: { text: "plain words", html: "<p>html words</p>", textFrom: "plain" },
  },
  {
    name: "alternative-with-empty-plain",
    mail: alternative("", "<p>html words</p>"),
    disposition: "human",
    expect: { text: "html words", textFrom: "html" },
  },
  {
    name: "alternative-that-wants-another-program",
    mail: alternative(
      "Your mail program cannot display HTML.",
      `<p>${"The checkout has been down since nine. ".repeat(4)}</p>`,
    ),
    disposition: "human",
    expect: { textFrom: "html" },
  },
  {
    name: "html-and-a-plain-footer",
    mail: bytes(
      `${plainHead}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>The checkout is down, please help us</p>\n--b\nContent-Type: text/plain\n\nScanned\n--b--\n`,
    ),
    disposition: "human",
    expect: { text: "The checkout is down, please help us\nScanned", textFrom: "html" },
  },
  {
    name: "nul-bytes-in-the-text",
    mail: bytes(`${plainHead}\nbefore\x00after\n`),
    disposition: "human",
    expect: { text: "beforeafter\n" },
  },
  {
    name: "inline-pgp",
    mail: bytes(`${plainHead}\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n`),
    disposition: "human",
    warns: ["PGP encrypted text, not opened"],
  },
  {
    name: "cp852-from-dos",
    mail: text("text/plain; charset=cp852", "Za\xbe\xa2\x88\x86 g\xa9\x98l\xa5 ja\xab\xe4"),
    disposition: "human",
    expect: { text: `${pangram}\n` },
  },
  {
    name: "cp437-with-box-lines",
    mail: text("text/plain; charset=IBM437", "\xc9\xcd\xbb Gr\x81\xe1e \xc8\xcd\xbc"),
    disposition: "human",
    expect: { text: "╔═╗ Grüße ╚═╝\n" },
  },
  {
    name: "lines-that-end-with-cr-alone",
    mail: Buffer.from(`${plainHead}\nFirst line\nSecond line\n`.replaceAll("\n", "\r")),
    disposition: "human",
    expect: { text: "First line\nSecond line\n", subject: "Checkout" },
    warns: ["lines end with CR alone"],
  },
  {
    name: "parts-whose-lines-end-with-cr-alone",
    mail: Buffer.from(
      alternative("The checkout is down", "<p>The checkout is down</p>").toString("latin1").replaceAll("\r\n", "\r"),
    ),
    disposition: "human",
    expect: { text: "The checkout is down", textFrom: "plain" },
    warns: ["lines end with CR alone"],
  },
  {
    name: "uuencoded-file-in-the-text",
    mail: bytes(`${plainHead}\nThe log:\n\nbegin 644 log.txt\nM${"1".repeat(60)}\n\`\nend\n`),
    disposition: "human",
    warns: ["a uuencoded file within the text"],
  },
];
