/** The mailroom's pages: people, a mailbox, a mail, a form to write. Plain HTML that reloads itself while mail arrives. */
import type { Hono } from "hono";
import { html, raw } from "hono/html";
import { type ParsedMail, simpleParser } from "mailparser";
import { baseOf } from "./mailworld.ts";
import { type DemoPerson, people, supportAddress } from "./people.ts";
import type { Stage } from "./stage.ts";

const style = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5a6479; --ground: #eef1f5; --paper: #fff; --line: #d5dae3; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #aab3c5; --ground: #12161f; --paper: #1b212d; --line: #364055; --accent: #8db8ff; } }
* { box-sizing: border-box; } body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header, main { max-width: 64rem; margin: 0 auto; padding: 1rem 1.25rem; } nav { display: flex; flex-wrap: wrap; gap: .5rem; }
nav a, .mail { display: block; padding: .6rem .9rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; text-decoration: none; color: inherit; }
nav a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); } nav small { display: block; color: var(--soft); }
.mail { margin: .5rem 0; } .mail small { color: var(--soft); } h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; }
iframe { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .6rem; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
form { display: grid; gap: .75rem; margin-top: 1rem; } label { display: grid; gap: .25rem; color: var(--soft); } label.tick { display: flex; align-items: center; }
input, textarea { font: inherit; padding: .5rem .6rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
button { justify-self: start; font: inherit; font-weight: 600; padding: .6rem 1.3rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--paper); }
a { color: var(--accent); } code { overflow-wrap: anywhere; } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

export function mailroomPages(app: Hono, stage: Stage): void {
  app.use(async (context, next) => {
    // Another site's page must not be able to send mail through the mailroom.
    const site = context.req.header("sec-fetch-site");
    if (context.req.method === "POST" && site !== undefined && site !== "same-origin")
      return context.text("refused\n", 403);
    context.header("Cache-Control", "no-store");
    return await next();
  });
  app.get("/", (context) => context.redirect(`/${people[0]?.key ?? ""}`));
  app.get("/:key", async (context) => {
    const who = people.find((each) => each.key === context.req.param("key"));
    if (!who) return context.notFound();
    return context.html(frame(stage, who, await mailbox(stage, who), 2));
  });
  app.get("/:key/write", (context) => {
    const who = people.find((each) => each.key === context.req.param("key"));
    if (!who) return context.notFound();
    return context.html(frame(stage, who, form(who, { to: supportAddress, subject: "", text: "", answering: "" })));
  });
  app.get("/:key/:number", async (context) => {
    const who = people.find((each) => each.key === context.req.param("key"));
    const mail = who && stage.world.mailbox(who.address)[Number(context.req.param("number")) - 1];
    if (!who || !mail) return context.notFound();
    const body = oneMail(who, await simpleParser(mail.raw), context.req.param("number"), mail.raw);
    return context.html(frame(stage, who, body));
  });
  app.post("/:key/send", async (context) => {
    const who = people.find((each) => each.key === context.req.param("key"));
    if (!who) return context.notFound();
    const fields = await context.req.parseBody();
    const field = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
    const answered = stage.world.mailbox(who.address)[Number(field("answering")) - 1];
    const parsed = answered ? await simpleParser(answered.raw) : null;
    const before = parsed?.references === undefined ? [] : [parsed.references].flat();
    await stage.world.send(
      {
        from: who,
        to: field("to"),
        subject: field("subject"),
        text: field("text"),
        ...(parsed?.messageId ? { inReplyTo: parsed.messageId, references: [...before, parsed.messageId] } : {}),
      },
      { forged: field("forged") === "yes" },
    );
    return context.redirect(`/${who.key}`, 303);
  });
}

type Html = ReturnType<typeof html>;

function frame(stage: Stage, who: DemoPerson, body: Html, reloadSeconds?: number): Html {
  const links = people.map(
    (each) =>
      html`<a href="/${each.key}" ${each === who ? raw('aria-current="page"') : ""}>${each.name} (${stage.world.mailbox(each.address).length})<small>${each.who}</small></a>`,
  );
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${reloadSeconds ? html`<meta http-equiv="refresh" content="${reloadSeconds}">` : ""}<title>${who.name} · mailroom</title><style>${raw(style)}</style></head>
<body><header><h1>The mailroom</h1><nav aria-label="Mailboxes">${links}</nav></header><main>${body}</main></body></html>`;
}

async function mailbox(stage: Stage, who: DemoPerson): Promise<Html> {
  const mails = stage.world.mailbox(who.address);
  const rows: Html[] = [];
  for (const [index, mail] of mails.entries()) {
    const parsed = await simpleParser(mail.raw);
    const from = parsed.from?.value[0];
    rows.unshift(
      html`<a class="mail" href="/${who.key}/${index + 1}"><strong>${parsed.subject ?? "(no subject)"}</strong><br><small>${from?.name || from?.address || ""} · ${mail.at.toLocaleTimeString("en-GB")}</small></a>`,
    );
  }
  return html`<h2>${who.name} &lt;${who.address}&gt;</h2><p><a href="/${who.key}/write">Write to support</a> · IMAP 127.0.0.1:${stage.world.imapPort(who.address)}, SMTP 127.0.0.1:${stage.world.smtpPort}, user ${who.address}, password demo</p>${rows.length > 0 ? rows : html`<p>No mail yet.</p>`}`;
}

function oneMail(who: DemoPerson, mail: ParsedMail, number: string, bytes: Buffer): Html {
  const replyTo = mail.replyTo?.value[0]?.address ?? mail.from?.value[0]?.address ?? supportAddress;
  const shown = typeof mail.html === "string" ? mail.html : null;
  const quote = (mail.text ?? "")
    .split("\n")
    .slice(0, 40)
    .map((line) => `> ${line}`)
    .join("\n");
  const headers = bytes.subarray(0, Math.max(bytes.indexOf("\r\n\r\n"), 0)).toString("utf8");
  return html`<h2>${mail.subject ?? "(no subject)"}</h2>
<p>From ${mail.from?.text ?? ""}<br>Reply goes to ${baseOf(replyTo) === replyTo ? replyTo : html`<code>${replyTo}</code>`}${mail.attachments.length > 0 ? html`<br>Attached: ${mail.attachments.map((each) => each.filename ?? "unnamed").join(", ")}` : ""}</p>
${shown ? html`<iframe sandbox="allow-popups" title="The mail as HTML" srcdoc="${shown}"></iframe>` : ""}
<h2>As text</h2><pre>${mail.text ?? ""}</pre>
<details><summary>Headers</summary><pre>${headers}</pre></details>
<h2>Answer as ${who.name}</h2>${form(who, { to: replyTo, subject: /^re:/i.test(mail.subject ?? "") ? (mail.subject ?? "") : `Re: ${mail.subject ?? ""}`, text: `\n\n${mail.from?.value[0]?.name ?? "They"} wrote:\n${quote}`, answering: number })}`;
}

function form(who: DemoPerson, mail: { to: string; subject: string; text: string; answering: string }): Html {
  return html`<form method="post" action="/${who.key}/send"><input type="hidden" name="answering" value="${mail.answering}">
<label>To <input name="to" value="${mail.to}" required></label>
<label>Subject <input name="subject" value="${mail.subject}" placeholder="[A] Checkout is down"></label>
<label>Text <textarea name="text" rows="10" required>${mail.text}</textarea></label>
<label class="tick"><input type="checkbox" name="forged" value="yes"> Forge it: send it as ${who.name} without logging in</label>
<button type="submit">Send</button></form>`;
}
