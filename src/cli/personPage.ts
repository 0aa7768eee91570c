/** The readable half of an export: one HTML page without a script, whose links lead to the files beside it. */
import { html } from "hono/html";
import type { MailExport, PersonExport, TicketExport } from "../flow/forget/exportPerson.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c1f23;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f6f8;padding:.75rem;border-radius:6px;margin:.25rem 0 1rem}
dt{font-weight:600}dd{margin:0 0 .5rem}.quiet{color:#5c6470}
@media (prefers-color-scheme:dark){body{color:#e8eaed;background:#15171a}pre{background:#22252a}.quiet{color:#a5adb8}a{color:#8ab4f8}}`;

export function personPage(person: PersonExport): string {
  return String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What is kept about ${person.address}</title><style>${style}</style></head><body>
<h1>What is kept about ${person.address}</h1>
<p class="quiet">As of ${instant(person.exportedAt)}. The same, with every detail, is in person.json.</p>
<dl><dt>Names</dt><dd>${person.names.join(", ") || "none"}</dd>
<dt>Tickets</dt><dd>${person.tickets.length}</dd><dt>Mails</dt><dd>${person.mails.length}</dd>
<dt>Mails of others that name this person</dt><dd>${person.namedIn.length}</dd></dl>
<h2>Tickets</h2>${person.tickets.map(ticketPart)}
<h2>Mails</h2><ul>${person.mails.map(mailPart)}</ul>
<h2>Other records</h2><p class="quiet">Rows that name this person; person.json holds them.</p>
<ul>${Object.entries(person.rows).map(([table, rows]) => html`<li>${table}: ${rows.length}</li>`)}</ul>
</body></html>
`);
}

const directions: Record<string, string> = { in: "wrote to us", out: "our answer", note: "internal note" };

/** To the minute, in the one zone that needs no guess. */
function instant(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function ticketPart(ticket: TicketExport) {
  return html`<h3>#${ticket.id} ${ticket.subject}</h3>
<p class="quiet">${ticket.role}, ${ticket.status}, opened ${instant(ticket.openedAt)}${ticket.closedAt ? `, closed ${instant(ticket.closedAt)}` : ""}</p>
${ticket.messages.map(
  (message) =>
    html`<p class="quiet">${instant(message.at)} · ${message.author} (${directions[message.direction] ?? message.direction})</p><pre>${message.text}</pre>`,
)}`;
}

function mailPart(mail: MailExport) {
  const link = (path: string, words: string) =>
    html`<a href="${path.split("/").map(encodeURIComponent).join("/")}">${words}</a>`;
  return html`<li>${instant(mail.receivedAt)}: ${link(mail.file, "mail")}${mail.attachments.map((file) => html`, ${link(file.file, file.name)}`)}</li>`;
}
