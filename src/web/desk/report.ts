/** `/desk/report`: the report for signed-in agents; `.json` and `.csv` give its numbers. Looking only, for any period asked. */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { askReport } from "../../flow/report/report.ts";
import { reportCsv, reportJson } from "../../io/report/reportData.ts";
import { reportWords } from "../../ticket/report/reportWords.ts";
import type { Reception } from "../app.ts";
import { reportBody, reportStyle } from "../reportBody.ts";
import { deskPage } from "./frame.ts";
import { requireAgent } from "./session.ts";

export const reportPath = "/desk/report";

export function reportPages(app: Hono, reception: Reception): void {
  const ask = (context: Context) => {
    const { pool, desks, now } = reception;
    return askReport(pool, desks, { since: context.req.query("since"), until: context.req.query("until") }, now());
  };

  app.get(reportPath, async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const { language } = agent.desk;
    const asked = await ask(context);
    const title = reportWords[language].title;
    const body = html`${periodForm(context, language)}${"wrong" in asked ? wrong(asked.wrong, language) : reportBody(asked.ok, language)}`;
    const page = deskPage(agent, { title, at: "report", style: reportStyle, body });
    return context.html(page, "wrong" in asked ? 400 : 200);
  });
  app.get(`${reportPath}.json`, async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const asked = await ask(context);
    return "wrong" in asked
      ? context.json({ error: asked.wrong }, 400)
      : context.json(reportJson(asked.ok, agent.desk.language));
  });
  app.get(`${reportPath}.csv`, async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const asked = await ask(context);
    if ("wrong" in asked) return context.text(`${asked.wrong}\n`, 400);
    context.header("Content-Type", "text/csv; charset=utf-8");
    context.header("Content-Disposition", 'attachment; filename="report.csv"');
    // Spreadsheets read UTF-8 as such only where it says so.
    return context.body(`\ufeff${reportCsv(asked.ok, agent.desk.language)}`);
  });
}

function periodForm(context: Context, language: "en" | "pl") {
  const say = reportWords[language];
  const { since = "", until = "" } = context.req.query();
  const query = new URLSearchParams(Object.entries({ since, until }).filter(([, value]) => value !== "")).toString();
  const link = (ending: string) => `${reportPath}.${ending}${query === "" ? "" : `?${query}`}`;
  return html`<form method="get" action="${reportPath}" class="asked">
<label>${say.since}<input name="since" value="${since}" maxlength="40" autocomplete="off" inputmode="text" aria-describedby="period-hint"></label>
<label>${say.until}<input name="until" value="${until}" maxlength="40" autocomplete="off" inputmode="text" aria-describedby="period-hint"></label>
<button type="submit">${say.show}</button><p id="period-hint" class="soft small">${say.periodHint}</p></form>
<p class="links">${say.asData}: <a href="${link("csv")}">CSV</a> · <a href="${link("json")}">JSON</a></p>`;
}

function wrong(why: string, language: "en" | "pl") {
  return html`<div class="wrong" role="alert"><p>${reportWords[language].cannotRead}: ${why}</p></div>`;
}
