/** The frame of the desk's pages: who is signed in, where one can go, and room for tables. Plain HTML without script. */
import { html, raw } from "hono/html";
import { type Html, pageStyle, written } from "../page.ts";
import type { SignedIn } from "./session.ts";
import { deskStyle } from "./style.ts";
import { frameWords } from "./words.ts";

/** `at` is the entry of the navigation that this page belongs to. */
export type DeskPage = {
  title: string;
  at: "queue" | "search" | "report" | null;
  body: Html;
  style?: string;
};

/** A whole page for a signed-in agent. */
export function deskPage(agent: SignedIn, { title, at, body, style = "" }: DeskPage): string {
  const { desk } = agent;
  const say = frameWords[desk.language];
  const entry = (name: "queue" | "search" | "report", path: string) =>
    html`<li><a href="${path}"${name === at ? html` aria-current="page"` : ""}>${say[name]}</a></li>`;
  return written(html`<!doctype html>
<html lang="${desk.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${desk.name}</title>
<style>${raw(pageStyle)}${raw(deskStyle)}${raw(style)}</style>
</head>
<body class="desk"><a class="skip" href="#main">${say.skip}</a>
<header class="top"><p class="brand">${desk.name}</p>
<nav aria-label="${say.pages}"><ul>${entry("queue", "/desk")}${entry("search", "/desk/search")}${entry("report", "/desk/report")}</ul></nav>
<form method="post" action="/desk/sign-out" class="out"><span>${agent.name}</span> <button type="submit" class="quiet">${say.signOut}</button></form></header>
<main id="main" tabindex="-1"><h1>${title}</h1>${body}</main></body>
</html>`);
}
