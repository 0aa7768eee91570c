/**
 * Month names and their short forms, as mail programs and people write them, for reading dates in running text.
 * Lower-cased, without the dot of an abbreviation; where two languages share a form they share the month.
 */
const names: readonly string[] = [
  "january jan january's januar jänner jän janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty leden ledna led január januára januara tammikuu tammikuuta tammi ianuarie ian січень січня січ январь января янв ocak oca ιανουάριος ιανουαρίου ιαν siječanj siječnja jaan sausio",
  "february feb febr februar feber février févr fév fevrier febrero febbraio febb fevereiro fev februari luty lutego lut únor února úno február februára helmikuu helmikuuta helmi februarie лютий лютого лют февраль февраля фев февр şubat şub φεβρουάριος φεβρουαρίου φεβ veljača veljače",
  "march mar märz mär mrz maerz mars marzo março marco maart mrt marzec marca březen března bře marec március márc maaliskuu maaliskuuta maalis martie березень березня бер март марта мар mart μάρτιος μαρτίου μαρ ožujak ožujka",
  "april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub apríl apríla április ápr huhtikuu huhtikuuta huhti aprilie квітень квітня квіт кві апрель апреля апр nisan nis απρίλιος απριλίου απρ travanj travnja",
  "may mai mayo maggio mag maio mei maj maja květen května kvě máj mája május máj toukokuu toukokuuta touko травень травня трав тра май мая mayıs μάιος μαΐου μαΐ μάι svibanj svibnja",
  "june jun juni juin junio giugno giu junho czerwiec czerwca cze červen června čvn jún júna június kesäkuu kesäkuuta kesä iunie iun червень червня черв чер июнь июня июн haziran haz ιούνιος ιουνίου ιουν lipanj lipnja",
  "july jul juli juillet juil julio luglio lug julho lipiec lipca červenec července čvc júl júla július heinäkuu heinäkuuta heinä iulie iul липень липня лип июль июля июл temmuz tem ιούλιος ιουλίου ιουλ srpanj srpnja",
  "august aug août aout agosto ago augustus sierpień sierpnia sie srpen srpna srp augusta augusztus elokuu elokuuta elo серпень серпня серп сер август августа авг ağustos ağu αύγουστος αυγούστου αυγ kolovoz kolovoza",
  "september sep sept septembre septiembre setiembre settembre set setembro wrzesień września wrz září zář septembra szeptember szept syyskuu syyskuuta syys septembrie вересень вересня вер сентябрь сентября сен сент eylül eyl σεπτέμβριος σεπτεμβρίου σεπ rujan rujna",
  "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź pazdziernika říjen října říj október októbra lokakuu lokakuuta loka octombrie жовтень жовтня жовт жов октябрь октября окт ekim eki οκτώβριος οκτωβρίου οκτ",
  "november nov novembre noviembre novembro listopad listopada lis listopad november novembra marraskuu marraskuuta marras noiembrie noi листопад листопада лист ноябрь ноября ноя нояб kasım kas νοέμβριος νοεμβρίου νοε studeni studenoga",
  "december desember des decembar dec dezember dez décembre déc decembre diciembre dic dicembre dezembro grudzień grudnia gru prosinec prosince pro decembra joulukuu joulukuuta joulu decembrie грудень грудня груд гру декабрь декабря дек aralık ara δεκέμβριος δεκεμβρίου δεκ prosinac prosinca",
];

const months: ReadonlyMap<string, number> = new Map(
  names.flatMap((forms, index) => forms.split(" ").map((form) => [form, index + 1] as const)),
);

/** The month (1 to 12) a word names, or null. Czech "listopadu" is November where Croatian means October. */
export function monthOf(word: string): number | null {
  const plain = word.toLowerCase().replace(/\.$/, "");
  return plain === "listopadu" ? 11 : (months.get(plain) ?? null);
}
