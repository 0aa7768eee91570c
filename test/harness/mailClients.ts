/**
 * How mail clients set an answer beside the mail it answers: the text part and the HTML part, as each client writes them.
 * The fixtures of test/mails/visible are made with these.
 */
import type { Locale } from "./mailLocales.ts";

export type Parts = { text: string; html: string | null };
export type Client = { name: string; languages: "all" | string[]; write: (locale: Locale) => Parts };

const subject = "Re: Export";
const jan = "Jan Kowalski <jan@shop.example>";

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const marked = (lines: string[]): string => lines.map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
const paragraphs = (texts: string[]): string[] => texts.flatMap((text, i) => (i === 0 ? [text] : ["", text]));
const divs = (texts: string[]): string => texts.map((text) => `<div>${escaped(text)}</div>`).join("<div><br></div>");

/** Breaks at spaces as clients do with long lines; a word longer than a line stays whole. */
export function wrap(text: string, width = 76): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function fields(l: Locale, bold: boolean): string[] {
  const values = [jan, l.outlookDate, "Support <support@acme.example>", "Ewa Nowak <ewa@shop.example>", subject];
  return l.outlook.map((name, i) => `${bold ? `*${name}:*` : `${name}:`} ${values[i] ?? ""}`);
}

function fieldsHtml(l: Locale): string {
  return fields(l, false)
    .map(
      (line) => `<b>${escaped(line.slice(0, line.indexOf(":") + 1))}</b>${escaped(line.slice(line.indexOf(":") + 1))}`,
    )
    .join("<br>\n");
}

const gmail: Client["write"] = (l) => ({
  text: `${l.own.map((p) => wrap(p)).join("\n\n")}\n\n${wrap(l.gmail)}\n\n${marked(paragraphs(l.asked))}\n`,
  html: `<div dir="ltr">${divs(l.own)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(l.gmail)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${divs(l.asked)}</div></blockquote></div>\n`,
});

const outlookDesktop: Client["write"] = (l) => ({
  text: `${paragraphs(l.own).join("\n")}\n\n${fields(l, false).join("\n")}\n\n${paragraphs(l.asked).join("\n")}\n`,
  html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang="EN-US"><div class="WordSection1">${l.own.map((p) => `<p class="MsoNormal">${escaped(p)}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>`).join("")}<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class="MsoNormal">${fieldsHtml(l)}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>${l.asked.map((p) => `<p class="MsoNormal">${escaped(p)}<o:p></o:p></p>`).join("")}</div></body></html>\n`,
});

const outlookWeb: Client["write"] = (l) => ({
  text: `${paragraphs(l.own).join("\n")}\n________________________________\n${fields(l, false).join("\n")}\n\n${paragraphs(l.asked).join("\n")}\n`,
  html: `<html><body dir="ltr"><div class="elementToProof">${divs(l.own)}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${fieldsHtml(l)}</font><div>&nbsp;</div></div><div>${divs(l.asked)}</div></body></html>\n`,
});

const outlookPhone: Client["write"] = (l) => ({
  text: `${paragraphs(l.own).join("\n")}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n${fields(l, false).join("\n")}\n\n${paragraphs(l.asked).join("\n")}\n`,
  html: `<html><body>${divs(l.own)}<div><br></div><div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message"><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg">${fieldsHtml(l)}</div>${divs(l.asked)}</div></body></html>\n`,
});

const outlookMac: Client["write"] = (l) => ({
  text: `${paragraphs(l.own).join("\n")}\n\n\n${fields(l, true).join("\n")}\n\n${paragraphs(l.asked).join("\n")}\n`,
  html: null,
});

const outlookPlain: Client["write"] = (l) => ({
  text: `${paragraphs(l.own).join("\n")}\n\n-----${l.original}-----\n${fields(l, false).join(" \n")}\n\n${paragraphs(l.asked).join("\n")}\n`,
  html: null,
});

const thunderbird: Client["write"] = (l) => ({
  text: `${l.own.map((p) => wrap(p, 72)).join("\n\n")}\n\n${wrap(l.thunderbird, 72)}\n${marked(paragraphs(l.asked))}\n`,
  html: `<html><body><p>${l.own.map(escaped).join("</p><p>")}</p><div class="moz-cite-prefix">${escaped(l.thunderbird)}<br></div><blockquote type="cite" cite="mid:abc@shop.example"><p>${l.asked.map(escaped).join("</p><p>")}</p></blockquote></body></html>\n`,
});

const thunderbirdBottom: Client["write"] = (l) => ({
  text: `${wrap(l.thunderbird, 72)}\n${marked(paragraphs(l.asked))}\n\n${l.own.map((p) => wrap(p, 72)).join("\n\n")}\n\n-- \nEwa Nowak\nShop\n`,
  html: null,
});

const apple: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n${l.phone}\n\n> ${l.apple}\n> \n> ${l.asked.join("\n> \n> ")}\n`,
  html: `<html><head></head><body dir="auto">${divs(l.own)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">${escaped(l.phone)}</div><div dir="ltr"><br><blockquote type="cite">${escaped(l.apple)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${divs(l.asked)}</div></blockquote></body></html>\n`,
});

const appleMac: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n${l.apple}\n> ${l.asked.join("\n> \n> ")}\n`,
  html: null,
});

const yahoo: Client["write"] = (l) => {
  const line =
    l.code === "pl"
      ? `W dniu środa, 18 listopada 2026 10:14:22 CET użytkownik ${jan} napisał(a):`
      : `On Wednesday, 18 November 2026 at 10:14:22 CET, ${jan} wrote:`;
  return {
    text: ` ${l.own.join("\n\n ")}\n\n    ${line}  \n \n ${l.asked.join("\n\n")}  \n`,
    html: `<html><body><div class="ydp1a2b3c4dyahoo-style-wrap"><div dir="ltr">${divs(l.own)}</div><div><br></div></div><div id="ydp5e6f7a8byahoo_quoted_1234567890" class="ydp5e6f7a8byahoo_quoted"><div><div>${escaped(line)}</div><div><br></div><div>${divs(l.asked)}</div></div></div></body></html>\n`,
  };
};

const proton: Client["write"] = (l) => {
  const line = `On Wednesday, November 18th, 2026 at 10:14, ${jan} wrote:`;
  return {
    text: `${l.own.join("\n\n")}\n\nSent with Proton Mail secure email.\n\n${line}\n\n${marked(paragraphs(l.asked))}\n`,
    html: `<div style="font-family: Arial">${divs(l.own)}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">${escaped(line)}<br><blockquote class="protonmail_quote" type="cite">${divs(l.asked)}</blockquote></div>`,
  };
};

const samsung: Client["write"] = (l) => ({
  text: `${l.own.join("\n")}\n\n${l.code === "pl" ? "Wysłano z mojego smartfona Galaxy" : "Sent from my Galaxy"}\n\n-------- ${l.original} --------\n${fields(l, false)[0]}\n${l.code === "pl" ? "Data" : "Date"}: 18/11/2026  10:14  (GMT+01:00)\n${fields(l, false)[2]}\n${fields(l, false)[4]}\n\n${l.asked.join("\n\n")}\n`,
  html: null,
});

const zimbra: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n----- ${l.original} -----\n${fields(l, false).join("\n")}\n\n${l.asked.join("\n\n")}\n`,
  html: `<html><body><div style="font-family: arial"><div>${divs(l.own)}</div><br><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px">${fieldsHtml(l)}</blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px">${divs(l.asked)}</blockquote></div></div></body></html>\n`,
});

const notes: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\nEwa\n\n\n\n${l.outlook[0]}:   Jan Kowalski/Shop/PL\n${l.outlook[2]}:     Support/Acme@ACME\nDate:   2026-11-18 10:14\n${l.outlook[4]}:        ${subject}\n\n\n\n${l.asked.join("\n\n")}\n`,
  html: null,
});

const notesInline: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n"Jan Kowalski" <jan@shop.example>\n18.11.2026 10:14\n\nTo\nsupport@acme.example\ncc\n\nSubject\n${subject}\n\n${l.asked.join("\n\n")}\n`,
  html: null,
});

const spark: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\nOn 18 Nov 2026, 10:14 +0100, ${jan}, wrote:\n${marked(paragraphs(l.asked))}\n`,
  html: `<html><body><div name="messageBodySection"><div>${divs(l.own)}</div></div><div name="messageReplySection">On 18 Nov 2026, 10:14 +0100, ${escaped(jan)}, wrote:<br><blockquote type="cite" style="border-left-style: solid; border-left-width: 1px;">${divs(l.asked)}</blockquote></div></body></html>\n`,
});

const airmail: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\nOn 18 November 2026 at 10:14:22, Jan Kowalski (jan@shop.example) wrote:\n\n${l.asked.join("\n\n")}\n`,
  html: `<html><body>${divs(l.own)}<br><p class="airmail_on">On 18 November 2026 at 10:14:22, Jan Kowalski (<a href="mailto:jan@shop.example">jan@shop.example</a>) wrote:</p><blockquote type="cite" class="clean_bq"><span>${divs(l.asked)}</span></blockquote></body></html>\n`,
});

const mutt: Client["write"] = (l) => ({
  text: `On Wed, Nov 18, 2026 at 10:14:22AM +0100, Jan Kowalski wrote:\n> ${l.asked[0]}\n\n${l.own[0]}\n\n> ${l.asked[1]}\n\n${l.own[1]}\n\n-- \nEwa\n`,
  html: null,
});

const k9: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n${l.code === "pl" ? `Dnia 18 listopada 2026 10:14:22 CET, ${jan} napisał/a:` : `On 18 November 2026 10:14:22 CET, ${jan} wrote:`}\n>${l.asked.join("\n>\n>")}\n${l.code === "pl" ? "-- \nWysłane za pomocą K-9 Mail." : "-- \nSent from my Android device with K-9 Mail. Please excuse my brevity."}\n`,
  html: null,
});

const gmailOld: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n\n2026/11/18 ${jan}\n\n${marked(paragraphs(l.asked))}\n`,
  html: null,
});

const zoho: Client["write"] = (l) => ({
  text: `${l.own.join("\n\n")}\n\n\n\n---- On Wed, 18 Nov 2026 10:14:22 +0100 ${jan} wrote ----\n\n${l.asked.join("\n\n")}\n`,
  html: `<div style="font-family: Verdana">${divs(l.own)}<br><div class="zmail_extra" style=""><div id="Zm-_Id_-Sgn1">---- On Wed, 18 Nov 2026 10:14:22 +0100 <b>${escaped(jan)}</b> wrote ---<br></div><blockquote id="blockquote_zmail" style="margin:0px">${divs(l.asked)}</blockquote></div></div>`,
});

const blackberry: Client["write"] = (l) => ({
  text: `${l.own.join("\n")}\nSent from my BlackBerry® wireless device\n\n-----${l.original}-----\n${fields(l, false)[0]}\nDate: Wed, 18 Nov 2026 10:14:22 \n${fields(l, false)[2]}\n${fields(l, false)[4]}\n\n${l.asked.join("\n")}\n`,
  html: null,
});

const some = ["en", "pl"];
export const clients: Client[] = [
  { name: "gmail", languages: "all", write: gmail },
  { name: "outlook-desktop", languages: "all", write: outlookDesktop },
  { name: "thunderbird", languages: "all", write: thunderbird },
  { name: "iphone", languages: "all", write: apple },
  { name: "outlook-web", languages: [...some, "de", "fr"], write: outlookWeb },
  { name: "outlook-phone", languages: [...some, "es", "cs"], write: outlookPhone },
  { name: "outlook-mac", languages: [...some, "nl"], write: outlookMac },
  { name: "outlook-plain", languages: [...some, "de", "fr", "it", "sv", "ru"], write: outlookPlain },
  { name: "thunderbird-bottom", languages: [...some, "de", "hu"], write: thunderbirdBottom },
  { name: "apple-mail-mac", languages: [...some, "fr", "fi"], write: appleMac },
  { name: "yahoo", languages: some, write: yahoo },
  { name: "proton", languages: some, write: proton },
  { name: "samsung", languages: some, write: samsung },
  { name: "zimbra", languages: some, write: zimbra },
  { name: "notes", languages: some, write: notes },
  { name: "notes-stacked", languages: ["en"], write: notesInline },
  { name: "spark", languages: some, write: spark },
  { name: "airmail", languages: ["en"], write: airmail },
  { name: "mutt-between", languages: some, write: mutt },
  { name: "k9", languages: some, write: k9 },
  { name: "gmail-old", languages: some, write: gmailOld },
  { name: "zoho", languages: ["en"], write: zoho },
  { name: "blackberry", languages: ["en"], write: blackberry },
];
