/** Word tables are written as running text, so that a language fits on a few lines and a diff shows the word. */

/** The entries of `text`, separated by "|" and freed of the white space around them. */
export function table(text: string): string[] {
  return text.split("|").map((entry) => entry.trim());
}
