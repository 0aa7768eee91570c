/** What the mailed reports say: the same figures as facts, pictures and, for customers, a list of every promise. */
import { metrics } from "../../ticket/desk.ts";
import type { Language, LetterData } from "../../ticket/letter.ts";
import { keptShare, type Report } from "../../ticket/report/report.ts";
import { type Definition, reportWords } from "../../ticket/report/reportWords.ts";
import type { Chart } from "../charts/chart.ts";
import { csv } from "../csv.ts";
import { pictureLook } from "../report/png.ts";
import { outcomesInWords, reportCharts } from "../report/reportCharts.ts";
import { dayOf, decimal, percent, ticketFacts, told, wishFacts } from "../report/reportTables.ts";
import { type Block, type Fact, none } from "./blocks.ts";
import type { Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";

type Weekly = LetterData["weeklyReport"];
type Monthly = LetterData["monthlyReport"];

/** The pictures of a letter by the Content-ID under which its HTML shows them. */
export function weeklyPictures({ week, weeks }: Pick<Weekly, "week" | "weeks">, language: Language) {
  const [now, trend] = [reportCharts(week, language, pictureLook), reportCharts(weeks, language, pictureLook)];
  return {
    promises: now.overview,
    firstAnswers: trend.byStretch.firstResponse,
    solutions: trend.byStretch.resolution,
    hours: now.hours,
    ratings: trend.means,
  };
}

export function monthlyPictures({ report }: Pick<Monthly, "report">, language: Language) {
  return { promises: reportCharts(report, language, pictureLook).overview };
}

export function contentIdOf(name: string): string {
  return `${name}@report.intray`;
}

/** Shown as wide as the letter's text. */
export const shownWidthPx = 536;

function picture(name: string, { title, description, width, height }: Chart): Block {
  return {
    kind: "picture",
    contentId: contentIdOf(name),
    title,
    words: `${title}. ${description}`,
    widthPx: shownWidthPx,
    heightPx: Math.round((shownWidthPx * height) / width),
  };
}

export function weeklyReport(data: Weekly, { say, language }: Locale): Told {
  const { week, day } = data;
  const words = reportWords[language];
  const pictures = weeklyPictures(data, language);
  const first = week.targets.firstResponse.total;
  const values = {
    day: dayOf(day, language, "full"),
    kept: percent(keptShare(first), language),
    missed: String(metrics.reduce((sum, metric) => sum + week.targets[metric].total.missed, 0)),
    opened: String(week.tickets.opened),
  };
  const facts: Fact[] = [...ticketFacts(week, language), ...wishFacts(week, language)].map(([label, value]) => ({
    label,
    value,
  }));
  return {
    subject: say("weeklyReport.subject", values),
    preheader: say("weeklyReport.lead", values),
    values: {
      heading: say("weeklyReport.heading", values),
      greeting: say("common.hello", { name: oneLine(data.agentName, 150) }),
      lead: say("weeklyReport.lead", values),
      zone: say("weeklyReport.zone", { zone: data.timezone }),
    },
    blocks: {
      promises: { kind: "facts", facts: promiseFacts(week, language) },
      severities: { kind: "list", title: words.bySeverity, items: severityLines(week, language) },
      promisesPicture: picture("promises", pictures.promises),
      firstAnswersPicture: picture("firstAnswers", pictures.firstAnswers),
      solutionsPicture: picture("solutions", pictures.solutions),
      work: { kind: "facts", facts },
      hoursPicture: picture("hours", pictures.hours),
      ratings: { kind: "facts", facts: ratingFacts(week, language) },
      ratingsPicture: picture("ratings", pictures.ratings),
      punctual: punctual(week, language),
      meaning: meaning(
        ["period", "missed", "kept", "times", "reminders", "ratings", "ideas", "votes", "docs", "leftOut"],
        language,
      ),
      link: { kind: "link", label: say("weeklyReport.link"), url: data.reportUrl, button: false },
    },
  };
}

export function monthlyReport(data: Monthly, { say, language }: Locale): Told {
  const { report, account, day } = data;
  const words = reportWords[language];
  const missed = data.promises.filter(({ outcome }) => outcome === "missed");
  const values = {
    month: new Intl.DateTimeFormat(language === "pl" ? "pl-PL" : "en-GB", {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }).format(Date.parse(`${day}T00:00:00Z`)),
    account: oneLine(account, 150),
    kept: percent(keptShare(report.targets.firstResponse.total), language),
    opened: String(report.tickets.opened),
  };
  return {
    subject: say("monthlyReport.subject", values),
    preheader: say("monthlyReport.lead", values),
    values: {
      heading: say("monthlyReport.heading", values),
      greeting:
        data.contactName === ""
          ? say("common.helloAll")
          : say("common.hello", { name: oneLine(data.contactName, 150) }),
      lead: say("monthlyReport.lead", values),
      file: say("monthlyReport.file"),
      zone: say("weeklyReport.zone", { zone: data.timezone }),
    },
    blocks: {
      promises: { kind: "facts", facts: promiseFacts(report, language) },
      promisesPicture: picture("promises", monthlyPictures(data, language).promises),
      missed:
        missed.length === 0
          ? none
          : {
              kind: "list",
              title: say("monthlyReport.missed"),
              items: missed
                .slice(0, missedMax)
                .map((each) => ({ url: null, text: missedLine(each, data.timezone, language) })),
            },
      more: more(missed.length - missedMax, data.unlisted, say),
      ratings: report.ratings.count === 0 ? none : { kind: "facts", facts: ratingFacts(report, language).slice(0, 1) },
      meaning: meaning(["period", "met", "missed", "running", "cancelled", "times", "leftOut"], language),
      none: report.tickets.opened === 0 ? { kind: "notice", warn: false, text: words.nothing } : none,
    },
  };
}

/** More are in the file alone. */
const missedMax = 20;

function missedLine(each: Monthly["promises"][number], timezone: string, language: Language): string {
  const { metrics: names, outcomes } = reportWords[language];
  const at = (instant: number | null) =>
    instant === null
      ? "–"
      : new Intl.DateTimeFormat(language === "pl" ? "pl-PL" : "en-GB", {
          dateStyle: "medium",
          timeStyle: "short",
          timeZone: timezone,
        }).format(instant);
  const used = each.usedMs === null ? outcomes.missedOpen : told(each.usedMs / 1_000);
  return `[#${each.ticketId}] ${oneLine(each.severity, 60)}, ${names[each.metric].toLowerCase()}: ${at(each.dueAt)} → ${at(each.stoppedAt)}, ${used} / ${told(each.targetMs / 1_000)}`;
}

function more(missed: number, unlisted: number, say: Locale["say"]): Block {
  if (unlisted > 0)
    return { kind: "notice", warn: false, text: say("monthlyReport.unlisted", { count: String(unlisted) }) };
  return missed > 0
    ? { kind: "notice", warn: false, text: say("monthlyReport.more", { count: String(missed) }) }
    : none;
}

function promiseFacts(report: Report, language: Language): Fact[] {
  const { metrics: names, median, p90, outcomes } = reportWords[language];
  return metrics.map((metric) => {
    const { total } = report.targets[metric];
    const { medianSeconds, p90Seconds } = report.times[metric];
    const open = total.missedOpen > 0 ? `; ${outcomes.missedOpen} ${total.missedOpen}` : "";
    return {
      label: names[metric],
      value: `${percent(keptShare(total), language)} (${total.met} / ${total.met + total.missed})`,
      note: `${outcomesInWords(total, language)}${open}; ${median.toLowerCase()} ${told(medianSeconds)}, ${p90} ${told(p90Seconds)}`,
      strong: true,
    };
  });
}

function severityLines(report: Report, language: Language) {
  const { metrics: names } = reportWords[language];
  return metrics.flatMap((metric) =>
    report.targets[metric].bySeverity.map((row) => ({
      url: null,
      text: `${oneLine(row.name, 60)}, ${names[metric].toLowerCase()}: ${outcomesInWords(row, language)}`,
    })),
  );
}

function ratingFacts({ ratings }: Report, language: Language): Fact[] {
  const { ratings: name, few } = reportWords[language];
  return [{ ...ratings, name }, ...ratings.byAgent].map((each): Fact => {
    const scores = each.scores.map((count, index) => `${index + 1}: ${count}`).join(", ");
    const mean = each.mean === null ? "–" : decimal(each.mean, language);
    return {
      label: oneLine(each.name, 150),
      value: `${mean} (${each.count})`,
      note: each.isFew ? `${scores}; ${few}` : scores,
    };
  });
}

function punctual({ reminders }: Report, language: Language): Block {
  const say = reportWords[language];
  if (reminders.length === 0) return { kind: "notice", warn: false, text: `${say.reminders}: ${say.nothing}` };
  const facts = reminders.map((each): Fact => {
    const spread = `${say.median.toLowerCase()} ${told(each.medianSeconds)}, ${say.p90} ${told(each.p90Seconds)}, ${say.max.toLowerCase()} ${told(each.maxSeconds)}`;
    const left =
      each.waiting + each.unsent === 0
        ? ""
        : `; ${say.waiting.toLowerCase()} ${each.waiting}, ${say.unsent.toLowerCase()} ${each.unsent}`;
    return {
      label: say.letters[each.letter as keyof typeof say.letters],
      value: `${say.sent} ${each.count}`,
      note: `${spread}${left}`,
    };
  });
  return { kind: "facts", facts };
}

function meaning(words: Definition[], language: Language): Block {
  const { whatItMeans, definitions } = reportWords[language];
  return { kind: "list", title: whatItMeans, items: words.map((word) => ({ text: definitions[word], url: null })) };
}

/** The month's promises as a file: its columns keep their names in every language. */
export function monthlyCsv({ account, promises }: Monthly): string {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return csv(
    [
      "account",
      "ticket",
      "severity",
      "promise",
      "outcome",
      "targetSeconds",
      "usedSeconds",
      "startedAt",
      "dueAt",
      "stoppedAt",
    ],
    promises.map((each) => [
      account,
      each.ticketId,
      each.severity,
      each.metric,
      each.outcome,
      each.targetMs / 1_000,
      each.usedMs === null ? null : each.usedMs / 1_000,
      iso(each.startedAt),
      iso(each.dueAt),
      iso(each.stoppedAt),
    ]),
  );
}
