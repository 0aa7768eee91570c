/**
 * How mail clients say "on … somebody wrote:" in the languages we read. Plain data: `attribution.ts` knows how the
 * words go together, this table only knows the words, as the clients' own translations have them.
 */
import { table } from "./table.ts";

/** First words of an attribution; a date follows within a few characters. Lower-cased. */
export const openers = table(`
  on | at | in a message dated | in an email dated | am | op | den | de | le | el | il | il giorno | em | no dia |
  a | dia | w dniu | dnia | dne | dňa | v | vo | u | dana | în data de | în | in data | pe | la data de | на |
  στις | την | în ziua de | on the | i dag | ke | vào | pada | в | от | om | tarihinde | у | ב | บน | kl.
`);

/** The word for "wrote" as it ends an attribution, or as it stands before the name ("schrieb Jan:"). Lower-cased. */
export const verbs = table(`
  wrote | writes | wrote the following | uttered the following | spake thusly | said the following | has this to say | writes the following | said | has written | schrieb | schrieb folgendes | hat geschrieben |
  schreibt | geschrieben | napisał(a) | napisał/a | napisał | napisała | napisał(-a) | pisze | napisali |
  napisano | wiadomość napisana przez | a écrit | a ecrit | écrit | écrivait | a écrit ce qui suit | escribió | escribio | ha escrito |
  va escriure | ha escrit | escribe | ha scritto | scrive | scriveva | escreveu | escreveu o seguinte | schreef |
  heeft geschreven | het volgende geschreven | schreef het volgende | geschreven | napsal(a) | napsal | napsala |
  napísal(a) | napísal | napísala | píše | napsal/a | skrev | skrev följande | skrev følgende | følgende skrev |
  kirjoitti | kirjoittaa | ezt írta | írta | következőt írta | a következőt írta | a scris | a scris următoarele |
  пише | написав | написала | написав(ла) | написав(-ла) | пишет | написал | написал(а) | писал | писал(а) |
  je napisao | je napisala | je napisao/la | je napisao/napisala | је написао | je napisal | je napisal/a | piše |
  yazdı | şunu yazdı | şunları yazdı | yazmış | έγραψε | έγραψαν | γράφει | のメール | さんは書きました | は書きました | のメッセージ |
  写道 | 寫道 | 写到 | 写信说 | 님이 작성 | 작성 | 이(가) 쓴 글 | 이 쓴 글 | 쓴 글 | 님이 쓴 메시지 | 님의 말 | 님이 다음과 같이 썼습니다 | kirjutas |
  rakstīja | rašė | parašė | đã viết | menulis
`);

/** "Quoting Jan Kowalski <jan@…>:" as webmails of providers write it. Lower-cased. */
export const quotingWords = table(`
  quoting | zitat von | citando a | citando | cytowanie | cytat | citát | cituji | quotation of | idézés | citat |
  in reply to | selon | citerar | citat från
`);

/** Beginnings of month names; a word with such a beginning next to a number is a date. Lower-cased. */
export const months = table(`
  jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec | mär | mai | okt | dez | sty | lut |
  kwi | maj | cze | lip | sie | wrz | paź | lis | gru | janv | fév | avr | juin | juil | aoû | déc | ene | abr |
  ago | dic | gen | mag | giu | lug | set | ott | fev | out | mrt | mei | led | úno | bře | dub | kvě | čer |
  srp | zář | říj | pro | máj | jún | júl | tammi | helmi | maalis | huhti | touko | kesä | heinä | elo | syys |
  loka | marras | joulu | ápr | szept | márc | ian | iul | iun | noi | sept | січ | лют | бер | кві | тра | чер |
  лип | сер | вер | жов | лис | гру | янв | фев | мар | апр | мая | май | июн | июл | авг | сен | окт | ноя |
  дек | oca | şub | nis | haz | tem | ağu | eyl | eki | kas | ara | ιαν | φεβ | μαρ | απρ | μαΐ | μαϊ | μαι |
  ιουν | ιουλ | αυγ | σεπ | οκτ | νοε | δεκ | tháng | thg
`);

/** Beginnings of week days, for attributions that start with the day itself. Lower-cased. */
export const weekdays = table(`
  mon | tue | wed | thu | fri | sat | sun | mo | di | mi | do | fr | sa | so | pon | wt | śr | czw | pt | sob |
  niedz | nd | ndz | lun | mar | mer | jeu | ven | sam | dim | mié | mie | jue | vie | sáb | dom | gio | sab |
  seg | ter | qua | qui | sex | ma | wo | vr | za | zo | po | út | st | čt | pá | ne | ut | št | pi | mån | tis |
  ons | tors | fre | lör | sön | man | tir | tor | lør | søn | ti | ke | to | pe | la | su | h | k | sze | cs |
  p | szo | v | joi | vin | dum | luni | marți | mierc | пн | вт | ср | чт | пт | сб | нд | вс | понеділок |
  вівторок | середа | середу | четвер | пʼятниця | субота | неділя | понедельник | вторник | среда | среду |
  четверг | пятница | суббота | воскресенье | pzt | sal | çar | per | cum | cmt | paz | δευ | τρι | τετ | πεμ |
  παρ | σαβ | κυρ
`);
