/**
 * What a reply says to a question that needs the customer's word: may we look into this, do you authorise that? Only a mail
 * that says nothing but yes or no counts; a condition, a question in return or a story is an ordinary reply.
 */
import { clausesOf, namesIn } from "./agreement.ts";
import { closings, courtesy, doubts, thanks } from "./agreementWords.ts";
import { plain, unsigned } from "./signedOff.ts";

export type PermissionSaid = "yes" | "no" | "unclear";

const charsMax = 600;
const clausesMax = 12;

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

/** What may be granted, allowed or authorised. */
const thing =
  "(?: (?:it|this|that|you|you to|access|to it|to this|to that|with it|with this|(?:to )?(?:the|this|that|your) (?:access|change|changes|request)))";
const rzecz =
  "(?: (?:na )?(?:to|ten dostep|dostep|dostepu|zmiane|te zmiane|ta zmiane|zmiany|te zmiany|zgode|zgody|tego|tej zmiany|na to))";

const yes: readonly RegExp[] = [
  whole(
    "(?:yes|yep|yeah|yup|ok|okay|sure|of course|certainly|absolutely|definitely|affirmative|agreed|approved|granted|authori[sz]ed|confirmed|accepted|permission granted|access granted|(?:please )?go (?:ahead|for it)|please do|please proceed|(?:yes )?you (?:may|can)|do it|fine (?:by|with) (?:me|us)|(?:thats|that is|its|it is) (?:fine|ok|okay)(?: (?:by|with) (?:me|us))?|no objections?)(?: (?:yes|please|please do|go ahead|you may|you can|of course|sure|i do|we do|i agree|we agree|do it|granted|approved|authori[sz]ed|sir)){0,2}",
  ),
  whole(
    `(?:yes )?(?:i|we) (?:do |can |hereby |fully )*(?:agree|consent|approve|authori[sz]e|confirm|allow|permit|grant|accept|give (?:my|our) (?:consent|permission|approval))${thing}?`,
  ),
  whole(
    "(?:tak|ok|okej|zgoda|jasne|oczywiscie|pewnie|jak najbardziej|naturalnie|prosze dzialac|mozna|mozecie|mozesz|moga panstwo|moze pan|moze pani|prosze bardzo mozna|nie (?:mam|mamy) nic przeciwko|nie widz(?:e|imy) przeszkod)(?: (?:tak|prosze|zgoda|mozna|mozecie|mozesz|moga panstwo|oczywiscie|jasne|jak najbardziej|zgadzam sie|zgadzamy sie)){0,2}",
  ),
  whole(
    `(?:tak )?(?:akceptuj(?:e|emy)|zatwierdzam|zatwierdzamy|autoryzuj(?:e|emy)|potwierdzam|potwierdzamy|zgadzam sie|zgadzamy sie|wyrazam zgode|wyrazamy zgode|zezwalam|zezwalamy|pozwalam|pozwalamy|udzielam|udzielamy|daje zgode|dajemy zgode)${rzecz}?`,
  ),
  whole(
    "(?:yes )?(?:you (?:may|can)|(?:please )?feel free)(?: to)?(?: (?:look|have a look|proceed|do (?:it|so|that)))?(?: (?:into|at) (?:it|this|that))?(?: please)?",
  ),
  whole("(?:yes )?you have (?:my|our) (?:permission|approval|consent|authori[sz]ation)"),
  whole("(?:i have |we have )?no objections?(?: (?:from|on) (?:our|my) side)?"),
  whole("(?:tak )?(?:macie|maja panstwo|ma pan|ma pani) (?:moja |nasza )?zgode"),
  whole("(?:wyrazam|wyrazamy|daje|dajemy) zgode na (?:dostep|wglad)(?: do (?:projektu|konta|danych))?"),
];

const no: readonly RegExp[] = [
  whole(
    "(?:no|nope|nah|no thanks|no thank you|no way|not yet|not now|never|denied|declined|rejected|refused|(?:no )?(?:please )?(?:do not|dont)(?: (?:do|touch|change) (?:it|this|that|anything))?|(?:absolutely|certainly|definitely) not|not (?:authori[sz]ed|approved|allowed|granted|agreed)|permission (?:denied|refused)|access denied|(?:no )?you may not|unfortunately not|sorry no)(?: (?:no|sorry|please|thanks|thank you|please dont|please do not|you may not|not yet)){0,2}",
  ),
  whole(
    `(?:no )?(?:sorry )?(?:i|we) (?:do not|dont|cannot|cant|can not|wont|will not) (?:agree|consent|approve|authori[sz]e|confirm|allow|permit|grant|accept|give (?:my|our) (?:consent|permission|approval))${thing}?`,
  ),
  whole("(?:please )?stop(?: (?:it|this|that|please))?|(?:prosze )?(?:przestac|przestancie|wstrzymac)(?: (?:to|sie))?"),
  whole(
    "(?:i|we) (?:hereby )?(?:withdraw|revoke|take back) (?:it|that|(?:my|our|the) (?:consent|permission|approval|authori[sz]ation|access))",
  ),
  whole(
    "(?:jednak )?(?:wycofuje|wycofujemy|cofam|cofamy|odwoluje|odwolujemy) (?:to|zgode|dostep|zatwierdzenie|pozwolenie)",
  ),
  whole(`(?:no )?(?:i|we) (?:decline|refuse|reject|deny|object)${thing}?`),
  whole(
    "(?:nie|nie teraz|jeszcze nie|absolutnie nie|stanowczo nie|niestety nie|raczej nie|nie dziekuj(?:e|emy)|odmawiam|odmawiamy|odmowa|brak zgody|nie ma zgody|prosze nie|prosze tego nie robic|nie mozna|nie mozecie)(?: (?:nie|dziekuje|dziekujemy|prosze|niestety)){0,2}",
  ),
  whole(
    `(?:nie )?nie (?:akceptuj(?:e|emy)|zatwierdzam|zatwierdzamy|autoryzuj(?:e|emy)|potwierdzam|potwierdzamy|zgadzam sie|zgadzamy sie|wyrazam zgody|wyrazamy zgody|zezwalam|zezwalamy|pozwalam|pozwalamy|udzielam|udzielamy|daje zgody|dajemy zgody)${rzecz}?`,
  ),
];

/** Beside a yes they say no more than it; alone they may be about anything. */
const polite: readonly RegExp[] = [
  whole(
    "(?:prosze )?(?:dzialajcie|dzialac|zajrzec|sprawdzic|wykonac|usunac)|please (?:look|check|delete it|do it|change it)",
  ),
  whole("please|sorry|unfortunately|prosze|niestety|przykro mi|przepraszam"),
];

/** Reads what the writer wrote now. `names` are the people of the ticket: a name below the words says nothing. */
export function readPermission(visible: string, names: readonly string[] = [], writer = ""): PermissionSaid {
  const said = unsigned(visible, writer);
  return said.length > charsMax || said.includes("?") ? "unclear" : readClauses(clausesOf(said), namesIn(names));
}

function readClauses(clauses: string[], ownNames: ReadonlySet<string>): PermissionSaid {
  if (clauses.length === 0 || clauses.length > clausesMax) return "unclear";
  const said = new Set<PermissionSaid>();
  for (const clause of clauses) {
    if (closings.some((pattern) => pattern.test(clause))) break;
    const words = plain(clause).split(" ");
    const bare = words.filter((word) => !ownNames.has(word)).join(" ");
    const is = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(bare));
    if (is(no)) said.add("no");
    else if (words.some((word) => doubts.has(word))) return "unclear";
    else if (is(yes)) said.add("yes");
    else if (bare !== "" && !is(polite) && !is(courtesy) && !is(thanks)) return "unclear";
  }
  const [only] = said;
  return said.size === 1 && only !== undefined ? only : "unclear";
}
