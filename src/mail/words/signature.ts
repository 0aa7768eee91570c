/**
 * Words by which signatures, disclaimers, list footers and banners are known in the languages we read. Plain data,
 * lower-cased; the files that use it say when a word counts.
 */
import { table } from "./table.ts";

/** How a phone or a mail program advertises itself at the end of a mail, up to the product's name. */
export const sentFromStarts = table(`
  sent from | sent via | sent with | sent using | sent wirelessly | sent by | sent on the go | get outlook for |
  get bluemail for | get typeapp for | download outlook for | get boxer for | composed on | typed on | written on my | emailed from |
  message sent from | sent securely | secured with | e-mail sent from | email sent from | sent through |
  posted from | wysłane z | wysłano z | wysłane za pomocą | wysłane przez | wiadomość wysłana z |
  wiadomość wysłana za pomocą | pobierz aplikację outlook | pobierz outlook | uzyskaj aplikację outlook |
  uzyskaj outlook | wyslane z | wysłane przy użyciu | wysłano przy użyciu | wysłano za pomocą | von meinem |
  von meiner | gesendet von | gesendet mit | gesendet via | gesendet über | diese nachricht wurde von meinem |
  laden sie outlook | outlook für | holen sie sich outlook | hol dir outlook | mobil gesendet | gesendet aus |
  von unterwegs | outlook beziehen | envoyé de | envoyé depuis | envoyé à partir | envoyé par | envoyé avec |
  envoyé via | télécharger outlook | téléchargez outlook | obtenir outlook | provenance : courrier |
  provenance: courrier | envoyé du | enviado desde | enviado con | enviado mediante | enviado por |
  obtener outlook | descargar outlook | obtén outlook | enviado a través | enviado del | inviato da |
  inviato dal | inviato con | inviato tramite | ottieni outlook | scarica outlook | inviata da | inviato dalla |
  enviado do | enviado da | enviado a partir | enviado pelo | enviado via | obter o outlook | obtenha o outlook |
  obter outlook | enviado de | baixar o outlook | baixe o outlook | verstuurd vanaf | verzonden vanaf |
  verzonden met | verstuurd via | verzonden via | verstuurd met | download outlook voor | outlook voor |
  outlook downloaden | verzonden vanuit | verstuurd vanuit | odesláno z | odesláno prostřednictvím | odoslané z |
  poslané z | posláno z | získat outlook | získejte outlook | stáhnout outlook | odoslané prostredníctvom |
  odesláno pomocí | získať outlook | skickat från | skickat med | hämta outlook | skickades från |
  ladda ned outlook | skickat via | skaffa outlook | sendt fra | sendt med | hent outlook | få outlook |
  last ned outlook | sendt via | hent outlook til | skaff deg outlook | skaff outlook | lähetetty |
  hanki outlook | lataa outlook | küldve az | küldve a | elküldve | az outlook beszerzése |
  az ios-hez készült outlook | az android-hoz készült outlook | iphone-omról küldve | üzenet küldve |
  trimis de pe | trimis din | trimis cu | obțineți outlook | descărcați outlook | trimis prin | надіслано з |
  надіслано за допомогою | отримати outlook | завантажити outlook | відправлено з | надіслане з | отправлено с |
  отправлено из | отправлено от | получить outlook | скачать outlook | отправлено через | послано с |
  загрузить outlook | outlook'u edinin | outlook edinin | στάλθηκε από | εστάλη από | απεστάλη από |
  αποκτήστε το outlook | λήψη του outlook | κατεβάστε το outlook | 发自我的 | 發自我的 | 发自 | 從我的 | 从我的 | 寄自我的 | 傳送自 |
  获取 | 取得 | 下载 | 來自 | 来自 | 發送自 | 나의 | 내 | iphoneから | ipadから | androidから | xperiaから | galaxyから | yahoo!メール
`);

/** The same, for languages where the product comes first ("iPhone'umdan gönderildi", "나의 iPhone에서 보냄"). */
export const sentFromEnds = table(`
  gesendet | gesendet. | gönderildi | gönderildi. | gönderilmiştir | edinin | から送信 | より送信 | から送信されました | 에서 보냄 |
  에서 보냈습니다 | 에서 전송 | 傳送 | 发送 | 寄出 | küldve | küldve. | küldtem | beszerzése | letöltése
`);

/** Products and devices: a line of advertising names one of them. */
export const productWords = table(`
  iphon | ipad | ipod | ios | apple watch | macbook | imac | android | samsung | galaxy | huawei | xiaomi |
  redmi | oneplus | pixel | motorola | nokia | lumia | xperia | sony | htc | honor | oppo | realme | nexus |
  blackberry | black berry | windows phone | windows mail | mail for windows | mail dla windows | windows 10 |
  windows 11 | windows | outlook | yahoo | gmail | inbox | proton | protonmail | tutanota | tuta | spark |
  airmail | mailbird | mailspring | superhuman | newton | edison | bluemail | blue mail | k-9 | thunderbird |
  aquamail | aqua mail | nine | canary | boxer | touchdown | good.com | workspace one | mobileiron | hey |
  fastmail | zoho | zimbra | front | missive | wp poczta | poczta wp | poczta o2 | onet | o2 | interia | gmx |
  web.de | t-online | freemail | mail.ru | yandex | яндекс | почты | пошта | orange | libero | sfr | free mail |
  laposte | vodafone | t-mobile | verizon | at&t | sprint | telekom | smartphone | smartfon | telefon |
  téléphone | teléfono | telefono | telefoon | mobile | mobil | phone | handy | handheld | tablet | palm | treo |
  wireless | e.mail | mobiltelefon | móvil | celular | cellulare | appareil mobile | mobiele | matkapuhelin |
  puhelimesta | tel. | айфон | телефон | смартфон | 手机 | 手機 | 스마트폰 | 삼성 | 스마트폰에서 | メール | 邮箱 | 信箱 | foxmail |
  lotus | ibm verse | hcl verse | mail app | seznam | email.cz | centrum.cz | mobilu | my mail | mymail
`);

/** The last words before the name. The line itself may carry the name after a comma. */
export const closings = table(`
  best regards | kind regards | warm regards | regards | with best regards | with kind regards | warmest regards |
  many thanks | thanks | thank you | thanks in advance | thanks and regards | thanks & regards |
  thank you in advance | best | best wishes | all the best | cheers | sincerely | yours sincerely |
  sincerely yours | yours faithfully | yours truly | yours | respectfully | cordially | br | brgds | rgds | kr |
  take care | thx | ta | many thanks and kind regards | best rgds | with regards | pozdrawiam |
  pozdrawiam serdecznie | serdecznie pozdrawiam | z poważaniem | z wyrazami szacunku | pozdrowienia |
  z pozdrowieniami | łączę pozdrowienia | dziękuję | dziękuję i pozdrawiam | z góry dziękuję | pozdr | pozdro |
  miłego dnia | serdeczności | z serdecznymi pozdrowieniami | łączę wyrazy szacunku | dzięki | z uszanowaniem |
  pozdrawiamy | mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße | freundliche grüsse |
  viele grüße | viele grüsse | beste grüße | beste grüsse | liebe grüße | liebe grüsse | herzliche grüße |
  herzliche grüsse | mfg | lg | vg | gruß | gruss | schöne grüße | grüße | mit besten grüßen | hochachtungsvoll |
  vielen dank | danke | besten dank | mit freundlichem gruß | danke und gruß | cordialement | bien cordialement |
  très cordialement | sincères salutations | salutations | bien à vous | bonne journée | meilleures salutations |
  merci | merci d'avance | cdlt | bonne réception | amicalement | respectueusement | belle journée | saludos |
  un saludo | saludos cordiales | atentamente | cordialmente | atte | un cordial saludo | gracias |
  muchas gracias | gracias de antemano | reciba un cordial saludo | quedo atento | quedo atenta |
  cordiali saluti | distinti saluti | saluti | un saluto | grazie | grazie mille | cordialità | a presto |
  buona giornata | grazie e saluti | un cordiale saluto | atenciosamente | abraços | um abraço | cumprimentos |
  com os melhores cumprimentos | melhores cumprimentos | obrigado | obrigada | att | att. | abs | muito obrigado |
  muito obrigada | grato | grata | saudações | met vriendelijke groet | met vriendelijke groeten |
  vriendelijke groet | vriendelijke groeten | groeten | groet | mvg | hartelijke groet | hartelijke groeten |
  bedankt | alvast bedankt | hoogachtend | gr | s pozdravem | s přátelským pozdravem | děkuji | díky | zdraví |
  hezký den | s úctou | s pozdravom | ďakujem | vďaka | s priateľským pozdravom | pekný deň |
  med vänliga hälsningar | vänliga hälsningar | med vänlig hälsning | vänligen | mvh | hälsningar | hälsning |
  tack | tack på förhand | bästa hälsningar | med vennlig hilsen | vennlig hilsen | hilsen | takk | beste hilsen |
  med venlig hilsen | venlig hilsen | de bedste hilsner | mange hilsner | tak | på forhånd tak | kh | vh |
  med venlige hilsner | på forhånd takk | bedste hilsner | ystävällisin terveisin | terveisin |
  parhain terveisin | t. | t: | kiitos | kiittäen | kiitos etukäteen | yst. terv. | terv | terv. | üdvözlettel |
  tisztelettel | köszönettel | köszönöm | üdv | szép napot | baráti üdvözlettel | cu stimă | cu respect |
  toate cele bune | mulțumesc | multumesc | o zi bună | o zi buna | cu drag | numai bine | з повагою | дякую |
  щиро дякую | з найкращими побажаннями | гарного дня | с уважением | спасибо | с наилучшими пожеланиями |
  всего доброго | хорошего дня | заранее спасибо | з пошаною | saygılarımla | saygılarımızla | iyi çalışmalar |
  teşekkürler | teşekkür ederim | sevgiler | selamlar | iyi günler | kolay gelsin | şimdiden teşekkürler |
  με εκτίμηση | ευχαριστώ | φιλικά | με φιλικούς χαιρετισμούς | χαιρετισμούς | ευχαριστώ πολύ | με τιμή |
  よろしくお願いいたします | よろしくお願いします | 宜しくお願い致します | 敬具 | 以上 | 此致 | 敬礼 | 谢谢 | 謝謝 | 祝好 | 顺颂商祺 | 敬上 | 感謝 | 감사합니다 | 드림 |
  감사합니다. | 안부를 전하며 | 올림
`);

/** Stems of legal notices: three different ones in one paragraph make it a disclaimer. */
export const legalStems = table(`
  confidential | privileged | intended recipient | intended solely | intended only | intended for the |
  addressee | disclos | dissemination | unauthori | prohibited | notify the sender | received this | in error |
  delete | destroy | attachments | virus | liab | strictly | legal | proprietary | registered office |
  registered in | views expressed | distribution | copying | contents of this | this e-mail | this email |
  this message | this communication | named above | transmission | poufn | przeznaczon | adresat | nieupoważnion |
  zabronion | powiadom | zawiadom | usunięci | usunąć | załącznik | zastrzeżon | prawnie chronion |
  niniejsza wiadomość | ta wiadomość | niniejszy e-mail | rozpowszechni | kopiowani | ujawni | omyłkow |
  kapitał zakładow | krs | regon | nip | sąd rejonowy | administratorem danych | danych osobowych | rodo |
  wydział gospodarczy | rejestru przedsiębiorców | tajemnic | vertraulich | bestimmt | empfänger | unbefugt |
  nicht gestattet | irrtümlich | vernichten | löschen | absender | rechtlich geschützt | weitergabe |
  diese e-mail | diese nachricht | unzulässig | untersagt | geschäftsführer | amtsgericht | handelsregister |
  ust-id | sitz der gesellschaft | anhänge | kopieren | verbreitung | informieren sie | datenschutz |
  registergericht | hrb | vorstand | aufsichtsrat | confidentiel | destinataire | ce message | cet e-mail |
  pièces jointes | interdite | interdit | par erreur | détruire | supprimer | l'expéditeur | exclusif |
  diffusion | divulgation | strictement | avertir | responsabilité | ce courriel | altéré | confidencial |
  destinatario | este mensaje | este correo | prohibid | por error | eliminar | elimínelo | notif | privilegiad |
  divulga | autoriza | protección de datos | exclusiv | adjuntos | responsable del tratamiento | reglamento |
  riservat | confidenziali | destinatari | questo messaggio | presente messaggio | questa e-mail | vietat |
  per errore | cancellare | distruggere | mittente | privacy | d.lgs | esclusivamente | divulgazione | allegati |
  proibit | copia | esta mensagem | este e-mail | destinatário | por engano | proibid | apagar | remetente |
  anexos | sigilo | não autorizad | exclusivo | eliminá-lo | vertrouwelijk | geadresseerde | bestemd |
  dit bericht | deze e-mail | verboden | abusievelijk | verwijderen | afzender | onbevoegd | aansprakelijk |
  bijlagen | niet toegestaan | openbaarmaking | vermenigvuldiging | důvěrn | určen | příjemc | tato zpráva |
  tento e-mail | odesílatel | neoprávněn | zakázán | omylem | smazat | vymaž | přílo | dôvern | určená | adresát |
  táto správa | odosielateľ | neoprávnen | zakázan | vymaz | šíření | prílo | návrh | smlouv | nezakládá |
  konfidentiell | mottagare | avsedd | detta meddelande | detta e-post | obehörig | avsändaren | radera |
  av misstag | fortrolig | konfidensiell | mottaker | denne e-post | denne meddelelse | denne mail | modtager |
  avsender | afsender | slett | slet | uautoriser | ved en feil | ved en fejl | beregnet | taushetsplikt |
  förbjud | vedhæft | vedlegg | bilagor | uberettiget | personuppgifter | luottamuksel | vastaanottaja |
  tämä viesti | tarkoitettu | lähettäjä | poista | kielletty | erehdyksessä | luvaton | liitte |
  tämän sähköpostin | bizalmas | címzett | jelen üzenet | ezen üzenet | az e-mail | törölje | feladó | tilos |
  illetéktelen | kizárólag | mellékletei | tévedésből | értesítse | confidenţial | confidențial | destinatar |
  acest mesaj | acest e-mail | eroare | ștergeți | interzis | expeditor | neautorizat | divulgare | конфіденційн |
  призначен | одержувач | отримувач | це повідомлення | цей лист | відправник | помилково | видал | заборонен |
  розголошен | конфиденциальн | предназначен | получател | адресат | это сообщение | данное сообщение |
  отправител | ошибочно | ошибке | удал | запрещ | разглашен | несанкционирован | gizli | alıcı | bu mesaj |
  bu e-posta | yetkisiz | yasak | yanlışlıkla | siliniz | gönderen | sorumluluk | ekleri | muhatap | hukuki |
  kişisel veri | εμπιστευτικ | παραλήπτη | αποδέκτη | το παρόν | μήνυμα | απαγορεύεται | διαγράψ | αποστολέα |
  κατά λάθος | γνωστοποίηση | προορίζεται | συνημμέν | 機密 | 受信者 | 本メール | 誤って | 削除 | 破棄 | 開示 | 宛先 | 保密 | 机密 | 收件人 |
  本邮件 | 删除 | 误 | 禁止 | 未经授权 | 本郵件 | 刪除 | 誤收 | 机密信息 | 비밀 | 수신인 | 수신자 | 본 메일 | 본 이메일 | 삭제 | 금지 | 기밀
`);

/** Mail stops being personal here: lists and notification systems. */
export const listFooterWords = table(`
  you received this message because you are subscribed | to unsubscribe from this group | to unsubscribe, send |
  to unsubscribe send | to unsubscribe from this list | to unsubscribe, | unsubscribe: | unsubscribe from this |
  list-unsubscribe | reply to this email directly | you are receiving this because | you received this because |
  view it on github | view this thread on | view this message in context | mailing list | /mailman/listinfo |
  mailing list archive | posting address | to view this discussion | for more options, visit |
  to post to this group | to subscribe or unsubscribe | visit this group at | yahoo! groups links |
  lista dyskusyjna | aby wypisać się | wypisz się z | um sich von dieser liste | abbestellen |
  pour vous désabonner | se désabonner | para cancelar la suscripción | per disiscriverti | cancelar a inscrição |
  manage your subscription | manage subscription | list archives | to unsubscribe from
`);

/** Words that a mail gateway puts above a mail from outside; two groups must meet in one paragraph. */
export const bannerStarts = table(`
  caution | warning | external | attention | [external | *external | notice | this email originated |
  this message originated | this e-mail originated | this email was sent from outside |
  this message was sent from outside | this message came from outside | this email has been sent from |
  this is an external | be careful | uwaga | ostrożnie | zewnętrzn | wiadomość zewnętrzna |
  ta wiadomość pochodzi | ta wiadomość została wysłana spoza | achtung | vorsicht | extern | diese e-mail stammt |
  diese nachricht stammt | diese e-mail kommt | courriel externe | ce courriel provient | ce message provient |
  cet e-mail provient | mise en garde | precaución | atención | este correo se originó | este mensaje proviene |
  attenzione | questa email proviene | questo messaggio proviene | atenção | cuidado | este e-mail teve origem |
  let op | deze e-mail is afkomstig | dit bericht is afkomstig | pozor | tento e-mail | tato zpráva pochází |
  varning | detta mejl | advarsel | obs | huom | figyelem | atenție | увага | внимание | dikkat | προσοχή |
  you don't often get email from | you don’t often get email from |
  some people who received this message don't often get email |
  some people who received this message don’t often get email | nie często otrzymujesz |
  niezbyt często otrzymujesz | sie erhalten nicht häufig | sie erhalten nicht oft | vous n’obtenez pas souvent |
  vous ne recevez pas souvent | no suele recibir | u ontvangt niet vaak | non si ricevono spesso |
  learn why this is important
`);

export const bannerMeanings = table(`
  outside | external sender | external email | external e-mail | external source | external message | external mail |
  external address | external organi | external domain | [external] | external: | learn why this is important | learnaboutsenderidentification | spoza | zewnętrzn |
  dowiedz się, dlaczego | externe | externer | extern: | von extern | außerhalb | erfahren sie, warum | découvrez pourquoi | extérieur | externo |
  fonte externa | origem externa | externa à | externa a la | fuera de | fora da | esterno | esterna | all'esterno | buiten | mimo | zvenčí | utanför | utenfor |
  udenfor | ulkopuol | külső | exterior | ззовні | зовнішн | внешн | dışından | εξωτερικ | obtenga información |
  dlaczego jest to ważne | wichtig ist
`);

/** Without one of these a paragraph is no legal notice, however many of the other stems it has. */
export const legalCores = table(`
  confidential | privileged | intended recipient | intended solely | intended only | addressee | disseminat |
  unauthori | registered office | registered in | poufn | adresat | nieupoważnion | prawnie chronion | krs |
  regon | danych osobowych | vertraulich | unbefugt | amtsgericht | handelsregister | geschäftsführer |
  confidentiel | destinataire | confidencial | protección de datos | destinatario | riservat | confidenzial |
  sigilo | vertrouwelijk | geadresseerde | důvěrn | neoprávněn | nezakládá | dôvern | neoprávnen | konfidentiell |
  fortrolig | konfidensiell | taushetsplikt | personuppgifter | obehörig | luottamuksel | bizalmas |
  illetéktelen | confidenţial | confidențial | neautorizat | конфіденційн | конфиденциальн | несанкционирован |
  gizli | yetkisiz | εμπιστευτικ | 機密 | 保密 | 机密 | 기밀 | 비밀
`);

/** "Please consider the environment before printing" and its kin. */
export const environmentWords = table(`
  consider the environment | think of the environment | think before you print | before printing this |
  przed wydrukowaniem | zanim wydrukujesz | pomyśl o środowisku | an die umwelt | bevor sie diese |
  pensez à l'environnement | pensez à l’environnement | avant d'imprimer | antes de imprimir | prima di stampare |
  denk aan het milieu | före utskrift | innan du skriver ut | před vytištěním | mielőtt kinyomtatná | virus-free |
  this email has been checked for viruses | wolny od wirusów | virenfrei | garanti sans virus | libre de virus |
  virusfri | scanned by | avast | avg.com
`);

/** Parts of "reply above this line", which ticket systems put between their letters and the answer. */
export const replyMarkers = table(`
  reply above this line | reply above the line | reply above the dotted line | type your reply above |
  write your reply above | respond above this line | write above this line | type your response above |
  enter your reply above | please reply above | pisać powyżej tej linii | odpowiedz powyżej tej linii |
  odpowiedź powyżej tej linii | powyżej tej linii | powyżej tego wiersza | oberhalb dieser linie |
  über dieser linie | oberhalb dieser zeile | über dieser zeile | au-dessus de cette ligne |
  encima de esta línea | sopra questa linea | sopra questa riga | acima desta linha | boven deze lijn |
  boven deze regel | nad tento řádek | nad tuto čáru | ovanför denna linje | over denne linje |
  over denne linjen | tämän rivin yläpuolelle | e fölé a vonal fölé | deasupra acestei linii | над цією лінією |
  выше этой линии | bu satırın üzerine | πάνω από αυτή τη γραμμή
`);

/** What banners warn of; a paragraph without one of these is the writer's own warning. */
export const bannerActions = table(`
  click | attachment | sender | recogni | originat | outside of | outside the | outside your | outside our | learn why |
  learnaboutsender | often get email | załącznik | nadawc | odnośnik | linki | linków | pochodzi | często otrzymujesz |
  dowiedz się | anhäng | absender | klicken | stammt | häufig e-mails | expéditeur | pièces jointes | cliquez | provient |
  adjuntos | remitente | enlaces | origin | allegati | mittente | proviene | anexos | remetente | bijlagen | afzender |
  afkomstig | přílo | odesílatel | odosielateľ | bilagor | avsändare | vedlegg | avsender | vedhæft | afsender | liitte |
  lähettäjä | mellékl | feladó | atașament | expeditor | вкладен | відправник | вложени | отправител | ekleri | gönderen |
  συνημμέν | αποστολέα
`);

/** Words by which people speak of themselves or ask for themselves; notices and banners do not. */
export const personalWords = table(`
  my | i'm | i've | i'd | i am | i have | i was | i received | i did | i do | i need | i want | i think | i can |
  i cannot | i can't | i don't | i got | i would | i will | i just | i opened | i tried | i see | i saw | me | mine |
  moich | moje | mojego | mojej | moją | mój | mnie | proszę o | chcę | chciałbym | chciałabym | żądam | wnoszę |
  ich habe | ich bin | ich möchte | ich bitte | mein | meine | meiner | meinen | mir | mich | j'ai | je vous | je ne |
  je suis | je voudrais | mes | mon | mis | mío | yo | miei | mie | meus | minhas | meu | minha | ik | mijn | moji |
  mých | mé | žádám | mám | mojich | žiadam | jag | mitt | mina | jeg | minun | minä | adataim | szeretném | mele | mea |
  мої | моїх | мене | прошу | мои | моих | меня | я | benim | verilerimin | εγώ | μου
`);

/** Below a name such lines name a matter and not a person. */
export const matterWords = table(`
  order | invoice | ticket | case | ref | project | account | iban | serial | licen | transaction | error | zamówien |
  faktur | zgłoszen | konto | numer klienta | bestell | rechnung | kundennummer | commande | facture | pedido | factura |
  ordine | fattura | bestelling | factuur | objednáv | megrendel | számla | comandă | factură | замовлен | рахун | заказ |
  счет | счёт | sipariş | fatura | παραγγελί | τιμολόγιο
`);
