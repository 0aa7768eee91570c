/** The words by which people say that something is solved, or not, or thank for it; small letters without accents. */

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

const thing =
  "(?:it|this|that|everything|all|the (?:issue|problem|matter|error|bug|page|site)|(?:our|my) (?:issue|problem)|problem|issue)";
const now =
  "(?: (?:now|again|already|fine|well|great|correctly|properly|perfectly|as expected|for me|for us|(?:on|from|at) (?:my|our) (?:end|side)|out|indeed|today|perfectly well))";
const teraz =
  "(?: (?:juz|teraz|znowu|poprawnie|prawidlowo|dobrze|jak nalezy|u nas|u mnie|wszystko|w porzadku|bez problemu|bez zarzutu|ok))";
const rzecz = "(?:wszystko|problem|sprawa|blad|usterka|to|temat|platnosc|platnosci|strona|zgloszenie)";

export const saysSolved: readonly RegExp[] = [
  whole(
    `(?:(?:yes|yep|confirmed|great|ok|okay|perfect) )?(?:i (?:can )?confirm (?:that )?)?(?:${thing} )?(?:(?:is|s|its|was|has been|is all|looks|got) )?(?:all )?(?:now )?(?:solved|resolved|fixed|sorted|working|works|fine)${now}{0,3}`,
  ),
  whole(
    `(?:(?:yes|yep|great|ok|okay|perfect) )?${thing} (?:(?:is|s|was|has been|looks|got) )?(?:all )?(?:now )?(?:good|done)${now}{0,3}`,
  ),
  whole(`its (?:all )?(?:now )?(?:solved|resolved|fixed|sorted|working|fine|good|ok|okay)${now}{0,3}`),
  whole(
    "(?:yes )?(?:you (?:can|may) |please |we can |feel free to )?close (?:it|this|that|(?:the|this|that) (?:ticket|case|issue|request|matter)|ticket)(?: now)?",
  ),
  whole("(?:the |this )?(?:ticket|case|issue) can be closed(?: now)?"),
  whole(
    "(?:no|we have no|i have no|there are no|there is no) (?:more|further) (?:problems?|issues?|errors?|questions?)",
  ),
  whole("(?:the )?(?:problem|issue|error) (?:is gone|has gone|disappeared|went away)(?: now)?"),
  whole(
    "(?:yes )?(?:that|this|it) (?:has )?(?:helped|did it|did the trick|fixed it|fixed the (?:issue|problem)|solved it|solved the (?:issue|problem)|worked)(?: indeed)?",
  ),
  whole(
    `(?:(?:tak|potwierdzam|super|dobrze|ok|swietnie) )?(?:ze )?(?:juz )?(?:u nas |u mnie )?(?:${rzecz} )?(?:juz |teraz )?(?:(?:jest|zostal|zostala|zostalo|zostaly) )?(?:juz )?(?:dziala|dzialaja|zadzialalo|rozwiazan[yae]|naprawion[yae]|zalatwion[yae]|pomoglo|smiga)${teraz}{0,3}`,
  ),
  whole("(?:tak )?(?:juz )?wszystko (?:juz )?(?:jest )?(?:w porzadku|ok|okej|gra|dobrze|jasne)"),
  whole("(?:tak )?(?:juz )?(?:jest )?(?:juz )?(?:ok|w porzadku) (?:juz|teraz)"),
  whole(
    "(?:tak )?(?:mozna|mozecie|moga panstwo|prosze|mozemy)(?: juz)? (?:zamknac|zamykac)(?: (?:to )?(?:zgloszenie|sprawe|temat|ticket))?",
  ),
  whole("(?:prosze o zamkniecie|do zamkniecia)(?: (?:zgloszenia|sprawy|tematu))?"),
  whole(
    "(?:problem|blad|usterka) (?:zniknal|zniknela|ustapil|ustapila|nie wystepuje|juz nie wystepuje|nie wystepuje juz)",
  ),
  whole("(?:zgloszenie|sprawe|temat|ticket|to) (?:juz )?mozna (?:juz )?(?:zamknac|zamykac)"),
  whole(
    "(?:tak )?(?:(?:zgloszenie|sprawe|problem|temat) )?(?:mozna uznac|uznaj[ea]|uznajemy) (?:to )?(?:(?:zgloszenie|sprawe|problem|temat) )?za (?:rozwiazan[yae]|zamkniet[yae]|zakonczon[yae]|zalatwion[yae])",
  ),
  whole("(?:tak )?potwierdzam(?:y)? rozwiazanie(?: (?:problemu|sprawy|zgloszenia))?"),
  whole("(?:problem|blad|usterka|awaria) (?:zostal[ay]? )?(?:juz )?(?:usuniet[yae]|naprawion[yae]|rozwiazan[yae])"),
  whole("nie ma juz (?:problemu|problemow|bledu|bledow)"),
];

/** What counts only as an answer to the question. */
export const yes: readonly RegExp[] = [
  whole(
    "(?:yes|yep|yeah|yup|sure|correct|confirmed|agreed|absolutely|exactly|indeed|affirmative)(?: (?:yes|it is|it does|it did|thats right|that is right|please|sir|thanks|thank you|all good|all set))?",
  ),
  whole("(?:yes )?(?:it|this|that) (?:is|does|did|has|works)(?: indeed)?"),
  whole("(?:yes )?(?:thats|that is|this is) (?:right|correct|it)"),
  whole(
    "(?:yes |now )?(?:(?:it|this|that|everything|all) )?looks? (?:all )?(?:good|fine|ok|okay|great)(?: (?:now|to me|to us|here|again)){0,2}",
  ),
  whole("(?:yes )?(?:(?:im|i am|were|we are) )?(?:all )?(?:set|good to go|good now)"),
  whole(
    "(?:yes )?(?:(?:it|this|that|everything|all) )?(?:works?|working|running) (?:like a charm|smoothly|perfectly|flawlessly)(?: now| again)?",
  ),
  whole(
    "(?:yes )?(?:(?:it|this|that|everything) )?has been (?:working|fine|ok)(?: (?:fine|well|since \\w{2,12}(?: \\w{2,12})?))?",
  ),
  whole("(?:yes )?(?:i|we) can (?:now )?(?:\\w{2,15} ){1,3}(?:again|now)"),
  whole(
    "(?:yes )?(?:\\w{2,20} ){1,3}(?:works?|is working|are working|is up|are up|is back|are back)(?: (?:fine|well))? (?:again|now)",
  ),
  whole("(?:the |this )?(?:case|ticket|issue|matter|topic) (?:is )?closed"),
  whole("(?:i|we) (?:can )?(?:confirm|agree)(?: (?:it|this|that))?"),
  whole(
    "(?:tak|tak jest|zgadza sie|zgadzam sie|zgadzamy sie|potwierdzam|potwierdzamy|owszem|jasne|oczywiscie|zgoda|jak najbardziej|tak tak)(?: (?:tak|dziekuje|dzieki|potwierdzam|zgadzam sie|rozwiazan[yae]|dziala|dzialaja))?",
  ),
  whole(
    "(?:tak )?(?:juz |teraz )?jest (?:juz |teraz )?(?:ok|okej|w porzadku|dobrze|super)(?: (?:juz|teraz|u nas|u mnie)){0,2}",
  ),
  whole("tak (?:juz |teraz )?(?:ok|okej|w porzadku|dobrze|wszystko jasne)"),
  whole("(?:tak )?(?:juz )?(?:udalo sie|poszlo)"),
  whole("(?:tak )?(?:\\w{3,20} ){1,2}(?:juz |znowu |znow |teraz |ponownie )(?:dziala|dzialaja)"),
  whole("(?:tak )?(?:\\w{3,20} ){1,2}(?:dziala|dzialaja) (?:juz|znowu|znow|teraz|ponownie)"),
  whole("(?:temat|sprawa|zgloszenie|ticket) (?:jest )?(?:zamkniet[yae]|zakonczon[yae])"),
];

export const no: readonly RegExp[] = [
  /^(?:no|nope|nah|not yet|no not yet|not really|unfortunately not|unfortunately no|sadly not|negative|not quite|not at all)$/,
  /^(?:no |unfortunately |sadly |sorry |its |it is |it s |the problem is |that is |this is )*(?:not|isnt|isn t) (?:yet |quite |really |fully )*(?:solved|resolved|fixed|working|done|sorted|ok|okay|good|gone|better)/,
  /^(?:no |yes |unfortunately |sadly |sorry |hi |but |and |well |it |it s |its |it is |is |this |that |we |i |im |i am |were |we re |we are |the (?:\w{1,20} ){1,2}|everything |all ){0,6}still (?:not|no|broken|down|failing|fails|happening|happens|doesnt|does not|dont|do not|isnt|cant|cannot|wont|the same|same|an? |see|seeing|get|getting|have|having|having|waiting|wrong|occurs|there|stuck|slow|persists|exists)/,
  /^(?:still|still same|still broken|still down|still nothing)$/,
  /^(?:no |unfortunately |sadly |sorry |it |this |that |the (?:\w{1,20} ){1,2}|payments |which ){0,6}(?:doesnt|does not|didnt|did not|isnt|is not|dont|do not|wont|will not|cant|cannot|hasnt|has not) (?:been )?(?:yet |really |fully )*(?:work|help|helped|solve|solved|fix|fixed|resolve|resolved|changed?|load|pay|log)/,
  /^(?:the |exactly the |its the |it is the )?same (?:problem|issue|error|thing|as before|result|again|here)/,
  /^(?:the |our |this )?(?:problem|issue|error|bug) (?:persists|remains|continues|is back|came back|has returned|returned|occurs again|appears again|is not|isnt|has not|still)/,
  /^(?:it |this |that )?(?:happened|happens|broke|is broken|failed|fails|stopped working|is down|went down) again/,
  /^(?:no |nope )?(?:it|this|that) (?:isnt|is not|doesnt|does not|didnt|did not|hasnt|has not|wasnt|was not)$/,
  /^(?:unfortunately |sadly )?(?:the |our |this |your )?(?:problem|issue|error|bug|fix|solution|change) (?:persists|remains|still|doesnt|does not|didnt|did not)/,
  /^(?:i|we) (?:have |just |ve )?(?:just )?(?:tried|tested) (?:\w{1,15} ){1,6}(?:doesnt|does not|didnt|did not|not) (?:work|help)/,
  /^(?:absolutely|definitely|certainly|really) not(?: (?:solved|fixed|resolved|working|ok))?$/,
  /^(?:no luck|no difference|no improvement|no effect|i disagree|we disagree|(?:i |we )?(?:cannot|cant) confirm)$/,
  /^(?:its |it is |it got |even |got |now ){0,3}worse(?: (?:now|than before))?$/,
  /^(?:please )?re ?open(?: (?:it|this|the ticket|the case|this ticket))?$/,
  /^no{2,8}$/,
  /^nothing (?:has |was )?(?:changed|happened|helped|works)/,
  /^no change/,
  /^(?:nie|jeszcze nie|nie jeszcze|niestety nie|nadal nie|wciaz nie|dalej nie|nie do konca|niezupelnie|nie calkiem|ciagle nie|nie niestety)$/,
  /^(?:nie |niestety |u nas |u mnie |to |tak |platnosc |strona |problem |blad |wszystko |przycisk |ale |jeszcze |i )*nie (?:dziala|dzialaja|zadzialalo|pomoglo|jest rozwiazan|jest naprawion|zostal|zostala|zostalo|zniknal|ustapil|moge|mozemy|da sie|rozwiazan|naprawion)/,
  /^(?:nie |niestety |u nas |u mnie |to |strona |problem |blad |przycisk |tu |i )*(?:wciaz|nadal|dalej|ciagle|caly czas) (?:nie|jest|mam|mamy|to samo|wystepuje|wystepuja|blad|bledy|problem|zle|lezy|brak|pojawia|widze|widzimy|u nas|u mnie|czekam)/,
  /^(?:niestety )?(?:wciaz|nadal|dalej)? ?to samo(?: co (?:wczesniej|poprzednio|byl[oa]))?$/,
  /^(?:niestety )?(?:wciaz |nadal |dalej |ciagle |znowu )?(?:ten sam|taki sam) (?:blad|problem|efekt|skutek)$/,
  /^(?:niestety )?(?:ten )?(?:problem|blad) (?:wciaz|nadal|dalej|ciagle) /,
  /^(?:ja |my )?nie (?:widze|widzimy) (?:zadnych |zadnej )?(?:zmian|zmiany|poprawy|roznicy)$/,
  /^(?:niestety )?(?:jest |teraz |nawet )*(?:jeszcze )?gorzej$/,
  /^nie (?:zgadzam sie|zgadzamy sie|potwierdzam|potwierdzamy)$/,
  /^(?:niestety )?(?:to )?nie jest (?:jeszcze )?(?:ok|okej|w porzadku|dobrze|rozwiazan|naprawion|zalatwion)/,
  /^(?:prosze o |poprosze o )?ponowne otwarcie(?: zgloszenia)?$/,
  /^(?:niestety )?(?:bez zmian|zadnych zmian|nic sie nie zmienilo|nic nie pomoglo|nic z tego)$/,
  /^(?:niestety )?(?:ten )?(?:problem|blad) (?:powrocil|wrocil|pozostaje|pozostal|pojawil sie znowu|znowu|sie powtarza|powtarza sie)/,
  /^(?:niestety )?znowu (?:nie|to samo|blad|problem|jest)/,
];

export const thanks: readonly RegExp[] = [
  /^(?:ok |okay |super |great |perfect |and |a )?(?:many |big |huge |a thousand )?(?:thanks|thank you|thx|thank u|ty|tks)(?: (?:so much|very much|a lot|a million|again|you|everyone|all|both|guys|team|kindly)){0,2}(?: for (?:\w{1,15} ){0,6}\w{1,15})?$/,
  /^(?:youre |you are )?(?:the best|amazing|awesome|great|legends?|a star|a legend|stars)$/,
  /^(?:merci|danke|gracias)$/,
  /^(?:much |highly |really )?appreciated?(?: (?:it|the|your|all) ?(?:\w{1,12} ?){0,3})?$/,
  /^(?:i|we) (?:really )?appreciate (?:it|this|that|your help)$/,
  /^(?:ok|okay|great|perfect|super|excellent|awesome|nice|cool|good|brilliant|wonderful|fantastic|well done|got it|understood|noted|good job|great job|great work|cheers|lovely|amazing|good to know|sounds good)$/,
  /^(?:jestes |jestescie |jest pan |jest pani )(?:super|wielki|wielka|wielcy|niezawodni|najlepsi|najlepszy|najlepsza|swietni)$/,
  /^(?:ok |super |i |a |bardzo |serdecznie |pieknie |slicznie |wielkie |jeszcze raz |no to |my tez |rowniez )*(?:dziekuje|dziekujemy|dzieki|dziekowac|dziekuje ci|podziekowania|dzieki wielkie)(?: (?:bardzo|serdecznie|slicznie|pieknie|wielkie|panu|pani|panstwu|ci|wam|panie|wszystkim|uprzejmie|jeszcze raz|raz jeszcze)){0,3}(?: za (?:\w{1,15} ){0,5}\w{1,15})?(?: i (?:serdecznie )?(?:pozdrawiam|pozdrawiamy|zycze(?: \w{1,15}){1,4}))?$/,
  /^(?:ok|okej|super|swietnie|rewelacja|ekstra|doskonale|wspaniale|pieknie|dobrze|rozumiem|jasna sprawa|doceniam|w porzadku|super robota|dobra robota|fajnie|bomba|brawo)$/,
];

export const courtesy: readonly RegExp[] = [
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hi there|hello there|hello all|hi all|hi team|dear (?:team|all|sir|madam|support)|hello team|hi support)$/,
  /^(?:dzien dobry|dobry wieczor|czesc|witam|witaj|hej|szanowni panstwo|szanowny panie|szanowna pani|drogi zespole|panie|pani|witam serdecznie|dzien dobry panstwu)$/,
  // A rating beside the words.
  /^[1-5](?: 5)?$/,
  /^(?:no problem|no worries|no problem at all|nie ma problemu|nie ma sprawy|prosze|prosze bardzo)$/,
];

/** Below these stand names and addresses, which say nothing. */
export const closings: readonly RegExp[] = [
  /^(?:(?:best|kind|warm|many|with best|with kind|all the) )*(?:regards|wishes|greetings)$/,
  /^(?:best|all the best|yours|sincerely|yours sincerely|yours truly|br|rgds|have a (?:nice|great|good|lovely) (?:day|weekend|evening|one))$/,
  /^(?:(?:serdecznie|z powazaniem|lacze|z wyrazami szacunku) ?){0,4}(?:pozdrawiam|pozdrawiamy|pozdrowienia|pozdr|wyrazy szacunku)?(?: (?:serdecznie|cieplo|panstwa|bardzo))?$/,
  /^(?:z powazaniem|milego (?:dnia|weekendu|popoludnia|wieczoru)|dobrego dnia|udanego (?:dnia|weekendu)|(?:sent|get|wyslan[oe]|pobierz) (?:from|via|with|outlook|z|za pomoca|aplikacje) ?(?:\w{1,20} ?){0,8})$/,
];

/** With one of these, whoever says yes says it with a reservation. */
export const doubts: ReadonlySet<string> = new Set(
  (
    "but however except only also asap advance although though seems seem maybe perhaps probably hopefully guess almost partly partially mostly sometimes " +
    "if unless until think apparently soon later tomorrow half temporarily " +
    "ale jednak tylko takze jedynie gory polowa chyba moze raczej prawie czesciowo oprocz poza jesli jezeli gdy dopoki wydaje podobno czasami czasem narazie tymczasowo jutro pozniej zobaczymy sprawdze"
  ).split(" "),
);

/** Who says that one of these works says nothing of the rest. */
export const partly: ReadonlySet<string> = new Set(
  (
    "firefox chrome safari edge opera explorer android iphone ipad ios mobile phone desktop laptop tablet staging test testing sandbox " +
    "one two first second some part most old telefon telefonie komorka komorce jeden jedna pierwszy pierwsza czesc niektore stary stara " +
    "stare testowo testowe testowy"
  ).split(" "),
);

/** With one of these, thanks are none. */
export const negations: ReadonlySet<string> = new Set(
  "no not nothing never none cannot still nie nic nigdy zaden brak nadal wciaz dalej niestety".split(" "),
);
