/**
 * "My answers are below, in red": by such a line the writer says that they wrote inside the quote. Where nothing marks
 * the quote, nothing tells their words from the others' either, and then the whole of it stays.
 */
const linesMax = 30;
const charsMax = 1_500;

/** What is announced, and where it stands, in either order; the gap between them is short. */
const announcements: readonly RegExp[] = [
  /\b(?:answers?|answered|comments?|commented|replies|replied|responses?|responded|remarks?|notes)\b.{0,30}\b(?:below|inline|in-line|underneath|in (?:the )?(?:red|blue|green|purple|orange|bold|caps|colou?r|italics|text|body|line))\b/u,
  /\b(?:below|inline|in-line|in (?:red|blue|green|purple|bold|caps))\b.{0,15}\b(?:answers|comments|replies|responses|remarks)\b/u,
  /\bsee (?:below )?(?:inline|in-line|in (?:red|blue|green|purple|bold|caps))\b/u,
  /(?:odpowied|odpisa|komentarz|uwagi)\p{L}{0,8}.{0,30}(?:poniżej|ponizej|w treści|w tresci|w tekście|na czerwono|na niebiesko|na zielono|kolorem|pod pytani)/u,
  /(?:antwort|kommentar|anmerkung)\p{L}{0,6}.{0,30}(?:unten|inline|im text|in rot|in blau|farbig|dazwischen|direkt im)/u,
  /(?:réponses?|reponses?|commentaires?|remarques).{0,30}(?:ci-dessous|en rouge|en bleu|en vert|dans le texte|en couleur)/u,
  /(?:respuestas?|comentarios?).{0,30}(?:abajo|en rojo|en azul|en verde|a continuación|en el texto)/u,
  /(?:rispost[ae]|commenti).{0,30}(?:qui sotto|in rosso|in blu|nel testo|di seguito)/u,
  /(?:respostas?|comentários).{0,30}(?:abaixo|a vermelho|em vermelho|em azul|no texto)/u,
  /(?:antwoord|opmerking)\p{L}{0,4}.{0,30}(?:hieronder|in rood|in blauw|in de tekst|inline)/u,
  /(?:odpovědi|odpověď|komentář)\p{L}{0,3}.{0,30}(?:níže|červeně|modře|v textu)/u,
  /(?:svar|kommentar)\p{L}{0,4}.{0,30}(?:nedan|nedenfor|i rött|i rødt|i teksten|i texten)/u,
  /(?:ответ|комментар)\p{L}{0,4}.{0,30}(?:ниже|красным|синим|в тексте)/u,
];

/** Whether the last lines above line `at` (counted from 0) announce answers inside what follows. */
export function announcesAnswers(lines: readonly string[], at: number): boolean {
  const above = lines.slice(Math.max(0, at - linesMax), at).join(" ");
  const text = above.slice(-charsMax).normalize("NFC").toLowerCase().replace(/\s+/g, " ");
  return announcements.some((announcement) => announcement.test(text));
}
