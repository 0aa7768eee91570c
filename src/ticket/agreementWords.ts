/** The words by which people say that something is solved, or not, or thank for it; small letters without accents. */

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

const thing =
  "(?:it|this|that|everything|all|the (?:issue|problem|matter|error|bug|page|site)|(?:our|my) (?:issue|problem)|problem|issue)";
const now =
  "(?: (?:now|again|already|fine|well|great|correctly|properly|perfectly|as expected|for me|for us|on my (?:end|side)|on our (?:end|side)|out|indeed|today))";
const teraz =
  "(?: (?:juz|teraz|znowu|poprawnie|prawidlowo|dobrze|jak nalezy|u nas|u mnie|wszystko|w porzadku|bez problemu|bez zarzutu|ok))";
const rzecz = "(?:wszystko|problem|sprawa|blad|usterka|to|temat|platnosc|platnosci|strona|zgloszenie)";

export const saysSolved: readonly RegExp[] = [
  whole(
    `(?:(?:yes|yep|confirmed|great|ok|okay|perfect) )?(?:i (?:can )?confirm (?:that )?)?(?:${thing} )?(?:(?:is|s|its|was|has been|is all|looks|got) )?(?:all )?(?:now )?(?:solved|resolved|fixed|sorted|working|works|good|fine|done)${now}{0,3}`,
  ),
  whole(`its (?:all )?(?:now )?(?:solved|resolved|fixed|sorted|working|fine|good|ok|okay)${now}{0,3}`),
  whole(
    "(?:yes )?(?:you (?:can|may) |please |we can |feel free to )?close (?:it|(?:the|this|that) (?:ticket|case|issue|request|matter)|ticket)(?: now)?",
  ),
  whole("(?:the |this )?(?:ticket|case|issue) can be closed(?: now)?"),
  whole(
    "(?:no|we have no|i have no|there are no|there is no) (?:more|further) (?:problems?|issues?|errors?|questions?)",
  ),
  whole("(?:the )?(?:problem|issue|error) (?:is gone|has gone|disappeared|went away)(?: now)?"),
  whole("(?:that|this|it) (?:helped|did it|did the trick|fixed it|solved it|worked)(?: indeed)?"),
  whole(
    `(?:(?:tak|potwierdzam|super|dobrze|ok|swietnie) )?(?:ze )?(?:juz )?(?:u nas |u mnie )?(?:${rzecz} )?(?:juz |teraz )?(?:(?:jest|zostal|zostala|zostalo|zostaly) )?(?:juz )?(?:dziala|dzialaja|zadzialalo|rozwiazan[yae]|naprawion[yae]|zalatwion[yae]|pomoglo|smiga)${teraz}{0,3}`,
  ),
  whole("(?:tak )?(?:juz )?wszystko (?:juz )?(?:jest )?(?:w porzadku|ok|okej|gra|dobrze|jasne)"),
  whole("(?:tak )?(?:juz )?(?:jest )?(?:juz )?(?:ok|w porzadku) (?:juz|teraz)"),
  whole(
    "(?:tak )?(?:mozna|mozecie|moga panstwo|prosze|mozemy)(?: juz)? zamknac(?: (?:to )?(?:zgloszenie|sprawe|temat|ticket))?",
  ),
  whole("(?:prosze o zamkniecie|do zamkniecia)(?: (?:zgloszenia|sprawy|tematu))?"),
  whole(
    "(?:problem|blad|usterka) (?:zniknal|zniknela|ustapil|ustapila|nie wystepuje|juz nie wystepuje|nie wystepuje juz)",
  ),
  whole("nie ma juz (?:problemu|problemow|bledu|bledow)"),
];

export const yes: readonly RegExp[] = [
  whole(
    "(?:yes|yep|yeah|yup|sure|correct|confirmed|agreed|absolutely|exactly|indeed|affirmative)(?: (?:yes|it is|it does|it did|thats right|please|sir|thanks|thank you|all good))?",
  ),
  whole("(?:i|we) (?:can )?(?:confirm|agree)(?: (?:it|this|that))?"),
  whole(
    "(?:tak|tak jest|zgadza sie|potwierdzam|potwierdzamy|owszem|jasne|oczywiscie|zgoda|jak najbardziej|tak tak)(?: (?:tak|dziekuje|dzieki|potwierdzam))?",
  ),
];

export const no: readonly RegExp[] = [
  /^(?:no|nope|nah|not yet|no not yet|not really|unfortunately not|unfortunately no|sadly not|negative|not quite|not at all)$/,
  /^(?:no |unfortunately |sadly |sorry |its |it is |it s |the problem is |that is |this is )*(?:not|isnt|isn t) (?:yet |quite |really |fully )*(?:solved|resolved|fixed|working|done|sorted|ok|okay|good|gone|better)/,
  /^(?:no |yes |unfortunately |sadly |sorry |hi |but |and |well |it |it s |its |it is |is |this |that |we |i |we re |we are |the (?:\w{1,20} ){1,2}|everything |all ){0,6}still (?:not|no|broken|down|failing|fails|happening|happens|doesnt|does not|dont|do not|isnt|cant|cannot|wont|the same|same|an? |see|seeing|get|getting|have|having|having|waiting|wrong|occurs|there|stuck|slow|persists|exists)/,
  /^(?:still|still same|still broken|still down|still nothing)$/,
  /^(?:no |unfortunately |sadly |sorry |it |this |that |the (?:\w{1,20} ){1,2}|payments |which ){0,6}(?:doesnt|does not|didnt|did not|isnt|is not|dont|do not|wont|will not|cant|cannot|hasnt|has not) (?:been )?(?:yet |really |fully )*(?:work|help|helped|solve|solved|fix|fixed|resolve|resolved|changed?|load|pay|log)/,
  /^(?:the |exactly the |its the |it is the )?same (?:problem|issue|error|thing|as before|result|again|here)/,
  /^(?:the |our |this )?(?:problem|issue|error|bug) (?:persists|remains|continues|is back|came back|has returned|returned|occurs again|appears again|is not|isnt|has not|still)/,
  /^(?:it |this |that )?(?:happened|happens|broke|is broken|failed|fails|stopped working|is down|went down) again/,
  /^nothing (?:has |was )?(?:changed|happened|helped|works)/,
  /^no change/,
  /^(?:nie|jeszcze nie|nie jeszcze|niestety nie|nadal nie|wciaz nie|dalej nie|nie do konca|niezupelnie|nie calkiem|ciagle nie|nie niestety)$/,
  /^(?:nie |niestety |u nas |u mnie |to |tak |platnosc |strona |problem |blad |wszystko |przycisk |ale |i )*nie (?:dziala|dzialaja|zadzialalo|pomoglo|jest rozwiazan|jest naprawion|zostal|zostala|zostalo|zniknal|ustapil|moge|mozemy|da sie|rozwiazan|naprawion)/,
  /^(?:nie |niestety |u nas |u mnie |to |strona |problem |blad |przycisk |tu |i )*(?:wciaz|nadal|dalej|ciagle|caly czas) (?:nie|jest|mam|mamy|to samo|wystepuje|wystepuja|blad|bledy|problem|zle|lezy|brak|pojawia|widze|widzimy|u nas|u mnie|czekam)/,
  /^(?:niestety )?(?:wciaz|nadal|dalej)? ?to samo$/,
  /^(?:niestety )?(?:bez zmian|zadnych zmian|nic sie nie zmienilo|nic nie pomoglo|nic z tego)$/,
  /^(?:niestety )?(?:ten )?(?:problem|blad) (?:powrocil|wrocil|pozostaje|pozostal|pojawil sie znowu|znowu|sie powtarza|powtarza sie)/,
  /^(?:niestety )?znowu (?:nie|to samo|blad|problem|jest)/,
];

export const thanks: readonly RegExp[] = [
  /^(?:ok |okay |super |great |perfect |and |a )?(?:many |big |huge |a thousand )?(?:thanks|thank you|thx|thank u|ty|tks)(?: (?:so much|very much|a lot|a million|again|you|everyone|all|guys|team|kindly|in advance)){0,2}(?: for (?:your |the |all |this |that |such )*(?:\w{1,15} ){0,2}(?:help|support|reply|answer|response|information|info|update|assistance|time|explanation|work|everything|fix|effort|patience|details))?$/,
  /^(?:much |highly |really )?appreciated$/,
  /^(?:i|we) (?:really )?appreciate (?:it|this|that|your help)$/,
  /^(?:ok|okay|great|perfect|super|excellent|awesome|nice|cool|good|brilliant|wonderful|fantastic|well done|got it|understood|noted|good job|great job|great work|cheers|lovely|amazing|good to know|sounds good)$/,
  /^(?:ok |super |i |a |bardzo |serdecznie |pieknie |slicznie |wielkie |jeszcze raz |no to |my tez |rowniez )*(?:dziekuje|dziekujemy|dzieki|dziekowac|dziekuje ci|podziekowania|dzieki wielkie)(?: (?:bardzo|serdecznie|slicznie|pieknie|wielkie|panu|pani|panstwu|ci|wam|panie|wszystkim|jeszcze raz|z gory|raz jeszcze)){0,3}(?: za (?:\w{1,15} ){0,2}(?:pomoc|odpowiedz|informacje|wsparcie|reakcje|wszystko|wyjasnienie|wyjasnienia|rozwiazanie|czas|zaangazowanie|info|interwencje|naprawe))?$/,
  /^(?:ok|okej|super|swietnie|rewelacja|ekstra|doskonale|wspaniale|pieknie|dobrze|rozumiem|jasna sprawa|doceniam|w porzadku|super robota|dobra robota|fajnie|bomba|brawo)$/,
];

export const courtesy: readonly RegExp[] = [
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hi there|hello there|hello all|hi all|hi team|dear (?:team|all|sir|madam|support)|hello team|hi support)$/,
  /^(?:dzien dobry|dobry wieczor|czesc|witam|witaj|hej|szanowni panstwo|szanowny panie|szanowna pani|drogi zespole|panie|pani|witam serdecznie|dzien dobry panstwu)$/,
  /^(?:no problem|no worries|no problem at all|nie ma problemu|nie ma sprawy|prosze|prosze bardzo)$/,
];

/** Below these stand names and addresses, which say nothing. */
export const closings: readonly RegExp[] = [
  /^(?:(?:best|kind|warm|many|with best|with kind|all the) )*(?:regards|wishes|greetings)$/,
  /^(?:best|all the best|yours|sincerely|yours sincerely|yours truly|br|rgds|have a (?:nice|great|good|lovely) (?:day|weekend|evening|one))$/,
  /^(?:(?:serdecznie|z powazaniem|lacze|z wyrazami szacunku) ?){0,4}(?:pozdrawiam|pozdrawiamy|pozdrowienia|pozdr|wyrazy szacunku)?(?: (?:serdecznie|cieplo|panstwa|bardzo))?$/,
  /^(?:z powazaniem|milego (?:dnia|weekendu|popoludnia|wieczoru)|dobrego dnia|udanego (?:dnia|weekendu)|sent from my (?:\w{1,20} ?){1,4}|wyslano z (?:\w{1,20} ?){1,4})$/,
];

/** With one of these, whoever says yes says it with a reservation. */
export const doubts: ReadonlySet<string> = new Set(
  (
    "but however except although though seems seem maybe perhaps probably hopefully guess almost partly partially mostly sometimes " +
    "if unless until think apparently soon later tomorrow half temporarily " +
    "ale jednak chyba moze raczej prawie czesciowo oprocz poza jesli jezeli gdy dopoki wydaje podobno czasami czasem narazie tymczasowo jutro pozniej zobaczymy sprawdze"
  ).split(" "),
);

/** With one of these, thanks are none. */
export const negations: ReadonlySet<string> = new Set(
  "no not nothing never none cannot still nie nic nigdy zaden brak nadal wciaz dalej niestety".split(" "),
);
