/** Does a text begin by greeting somebody of these? Then it is written to them, wherever it was sent. */
import { plain } from "./question/signedOff.ts";

const openers =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|dzien dobry|dobry wieczor|czesc|hej|witam|witaj|szanown[aiye]|drog[aie]|moin|hallo|guten (?:tag|morgen)|liebe[r]?|sehr geehrte[r]?|bonjour|hola)\b/;
const lineCharsMax = 80;

export function greets(text: string, people: readonly { name: string }[]): boolean {
  const [first = ""] = text.trimStart().split("\n", 1);
  if (first.length > lineCharsMax) return false;
  const line = plain(first);
  if (!openers.test(line)) return false;
  const words = line.split(" ");
  return people.some(({ name }) =>
    plain(name)
      .split(" ")
      .some((part) => part.length > 2 && words.some((word) => isForm(word, part))),
  );
}

/** "Ado" greets Ada and "Janie" Jan: Polish names bend at their end. */
function isForm(word: string, name: string): boolean {
  if (word === name) return true;
  const stem = name.replace(/[aeoy]$/, "");
  return (
    stem.length > 1 &&
    word.startsWith(stem) &&
    word.length <= name.length + 2 &&
    /^(?:ie|o|u|e|y|i|iu|a|ze|cie)$/.test(word.slice(stem.length))
  );
}
