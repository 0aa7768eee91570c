/** The frame of every page: plain HTML without script, readable on a phone, in light and dark, by keyboard and ear. */
import { html, raw } from "hono/html";

/** The looks that all pages share. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #4d5870; --ground: #f5f6f8; --paper: #ffffff; --line: #d5dae3; --accent: #1f5fbf; --on-accent: #ffffff; --edge: #7b869b; --warn: #b4431f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #b3bccd; --ground: #12161f; --paper: #1b212d; --line: #364055; --accent: #8db8ff; --on-accent: #0c1220; --edge: #8792a8; --warn: #f08a63; } }
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 38rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); }
blockquote { margin: 0 0 1.25rem; padding: .75rem 1rem; border-left: .25rem solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .75rem; } strong { font-weight: 650; } .small { font-size: .9rem; } .below { margin: .75rem 0 0; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; } legend, form > label { display: block; padding: 0; margin: 0 0 .5rem; font-weight: 600; }
.choices { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
.choice { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; padding: .4rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; cursor: pointer; }
.choice:has(input:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice:has(input:focus-visible) { outline: .2rem solid var(--ink); outline-offset: .15rem; }
.choice input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); flex: none; }
textarea { display: block; width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .5rem; padding: .6rem .75rem; margin: 0 0 .4rem; resize: vertical; }
textarea:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; }
h3 { font-size: 1rem; line-height: 1.4; margin: 0 0 .5rem; overflow-wrap: anywhere; } h3 .small { font-weight: 400; }
.facts { margin: 0 0 1rem; } .facts div { display: flex; flex-wrap: wrap; gap: 0 .75rem; padding: .35rem 0; border-top: 1px solid var(--line); } dt { min-width: 7rem; color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; flex: 1 1 12rem; }
.promise { margin: 0 0 1.25rem; } .bar { display: flex; height: 1rem; border-radius: .35rem; overflow: hidden; border: 1px solid var(--edge); margin: 0 0 .4rem; } .bar span { flex-basis: 0; min-width: 2px; }
.used { background: var(--accent); } .left { background: var(--paper); } .over { background: var(--warn); } .closed, .paused { background: repeating-linear-gradient(135deg, var(--edge) 0 2px, var(--paper) 2px 5px); }
.legend span { display: inline-block; margin: 0 .9rem 0 0; } .legend i { display: inline-block; width: .8rem; height: .8rem; margin: 0 .35rem 0 0; border: 1px solid var(--edge); border-radius: .15rem; vertical-align: -.05rem; } .promise .legend { margin: 0 0 .3rem; }
details { margin: 0 0 .5rem; } summary { cursor: pointer; padding: .25rem 0; } summary:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; } details p { margin: .3rem 0 0; }
.talk { list-style: none; margin: 0; padding: 0; } .talk > li { border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin: 0 0 .9rem; } .talk > li.out { border-left: .25rem solid var(--accent); } .talk p { margin: 0 0 .6rem; }
.text { overflow-wrap: anywhere; } .typed { white-space: pre-wrap; } .talk ul { margin: 0 0 .6rem; padding: 0 0 0 1.2rem; }
.score { display: inline-block; min-width: 1.75rem; padding: .15rem .3rem; text-align: center; }
.scores { display: inline-block; white-space: nowrap; }
.right { padding: .6rem .9rem; border-left: .25rem solid var(--accent); background: var(--ground); }
.cards { display: grid; gap: .5rem; margin: 0 0 .5rem; } .card { align-items: flex-start; } .card input { margin-top: .2rem; }
input:not([type=radio]):not([type=file]) { display: block; width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .5rem; min-height: 2.75rem; padding: .5rem .75rem; margin: 0 0 .4rem; }
input[type=file] { display: block; width: 100%; font: inherit; color: inherit; min-height: 2.75rem; } input:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; }
.long > label { margin-top: 1.25rem; } .long > fieldset { margin-top: 1.25rem; } .trap { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; } .wrong p, .wrong ul { margin: 0; }
.wrong { padding: .6rem .9rem; border-left: .25rem solid var(--warn); background: var(--ground); font-weight: 600; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .6rem 1.4rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.second { background: var(--paper); color: var(--accent); box-shadow: inset 0 0 0 1px var(--edge); } .buttons { display: flex; flex-wrap: wrap; gap: .75rem; } .quietly { margin: 1.5rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; } .row input:not([type=radio]) { flex: 1 1 12rem; width: auto; margin: 0; } .search { margin: 0 0 1.25rem; padding: 0 0 1.25rem; border-bottom: 1px solid var(--line); } .guides ul { margin: 0 0 1.25rem; padding: 0 0 0 1.2rem; } .guides li { margin: 0 0 .5rem; } .plan { margin: 1rem 0 .25rem; } [aria-invalid=true] { border-color: var(--warn); }
button:focus-visible, a:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; }
a { color: var(--accent); }`;

/** HTML made by the `html` tag, which escapes what is put into it. */
export type Html = ReturnType<typeof html>;

/** One plain string: whatever else it is given, the platform reads as a stream and encodes anew, at twice the cost of a page. */
export function written(page: Html): string {
  if (page instanceof Promise) throw new Error("a page holds something that is not there yet");
  return page.toString();
}

/** A whole page. */
export function page(language: string, title: string, deskName: string, body: Html): string {
  return written(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${deskName}</title>
<style>${raw(pageStyle)}</style>
</head>
<body><main><section><h1>${title}</h1>${body}</section></main></body>
</html>`);
}
