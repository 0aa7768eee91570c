/** What travels with a letter and is made from its data when it leaves: pictures that its HTML shows, and files. */
import type { Enclosure } from "../../mail/write/compose.ts";
import type { Letter } from "../../ticket/letter.ts";
import type { Chart } from "../charts/chart.ts";
import { pngOf } from "../report/png.ts";
import { contentIdOf, monthlyCsv, monthlyPictures, shownWidthPx, weeklyPictures } from "./lettersOfReports.ts";

/** The same letter gives the same bytes. */
export async function enclosuresOf(letter: Letter): Promise<Enclosure[]> {
  switch (letter.name) {
    case "weeklyReport":
      return await pictures(weeklyPictures(letter.data, letter.language));
    case "monthlyReport": {
      const content = Buffer.from(`\ufeff${monthlyCsv(letter.data)}`, "utf8");
      const file = { name: `promises-${letter.data.day.slice(0, 7)}.csv`, type: "text/csv", content };
      return [...(await pictures(monthlyPictures(letter.data, letter.language))), file];
    }
    default:
      return [];
  }
}

async function pictures(charts: Record<string, Chart>): Promise<Enclosure[]> {
  const enclosed: Enclosure[] = [];
  for (const [name, { svg }] of Object.entries(charts)) {
    const content = await pngOf(svg, 2 * shownWidthPx);
    enclosed.push({ name: `${name}.png`, type: "image/png", content, contentId: contentIdOf(name) });
  }
  return enclosed;
}
