/**
 * Domains where anybody gets an address: providers of free mail, mail of internet access, and throw-away mail. Their
 * domain says nothing of whom a person works for, so an account never owns one, whatever a list of accounts claims.
 */

const names = `
  gmail.com googlemail.com
  outlook.com hotmail.com live.com msn.com passport.com windowslive.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it
  hotmail.es hotmail.nl hotmail.be hotmail.se hotmail.no hotmail.dk hotmail.com.br hotmail.com.ar hotmail.com.tr hotmail.gr
  hotmail.co.jp hotmail.ca hotmail.com.au outlook.fr outlook.de outlook.es outlook.it outlook.pt outlook.cz outlook.dk
  outlook.jp outlook.kr outlook.co.id outlook.com.br outlook.com.ar outlook.com.tr outlook.com.au outlook.sk outlook.hu
  outlook.ie outlook.be outlook.at outlook.sa outlook.in live.co.uk live.fr live.de live.it live.nl live.be live.se live.no
  live.dk live.ca live.com.au live.com.mx live.com.pt live.cn live.ie live.at live.pl live.jp hotmail.pl outlook.pl
  yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.pl yahoo.ca yahoo.ie
  yahoo.se yahoo.no yahoo.dk yahoo.nl yahoo.gr yahoo.ro yahoo.hu yahoo.cz yahoo.pt yahoo.at yahoo.be yahoo.com.br yahoo.com.ar
  yahoo.com.mx yahoo.com.au yahoo.com.tr yahoo.com.sg yahoo.com.hk yahoo.com.tw yahoo.com.vn yahoo.com.ph yahoo.com.my
  yahoo.com.cn yahoo.co.in yahoo.in yahoo.co.id yahoo.co.jp yahoo.co.kr yahoo.co.nz yahoo.co.za yahoo.co.th yahoo.ne.jp
  aol.com aim.com aol.co.uk aol.de aol.fr aol.it aol.pl netscape.net verizon.net love.com games.com wow.com
  icloud.com me.com mac.com privaterelay.appleid.com
  proton.me protonmail.com protonmail.ch pm.me passmail.net passmail.com tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me
  posteo.de posteo.net posteo.pl posteo.eu mailbox.org disroot.org riseup.net autistici.org cock.li startmail.com hushmail.com
  hush.com hushmail.me mailfence.com runbox.com countermail.com ctemplar.com skiff.com dismail.de systemli.org kolabnow.com
  duck.com simplelogin.com simplelogin.co slmail.me aleeas.com anonaddy.com anonaddy.me addy.io mozmail.com relay.firefox.com
  fastmail.com fastmail.fm fastmail.net fastmail.org sent.com messagingengine.com hey.com zoho.com zohomail.com zohomail.eu zoho.eu zoho.in
  mail.com email.com usa.com post.com europe.com asia.com consultant.com dr.com engineer.com iname.com myself.com techie.com
  writeme.com cheerful.com accountant.com contractor.net workmail.com inbox.com inbox.lv inbox.lt inbox.ru lycos.com
  gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.co.uk gmx.us gmx.fr gmx.es gmx.info gmx.org gmx.eu caramail.com
  web.de freenet.de t-online.de magenta.de arcor.de vodafone.de vodafonemail.de online.de 1und1.de email.de mail.de emailn.de
  kabelmail.de unitybox.de netcologne.de ewetel.net ewe.net o2online.de o2mail.de alice.de alice-dsl.net versanet.de osnanet.de
  aon.at a1.net chello.at inode.at drei.at utanet.at bluewin.ch sunrise.ch hispeed.ch swissonline.ch bluemail.ch
  wp.pl o2.pl onet.pl onet.eu op.pl poczta.onet.pl poczta.onet.eu vp.pl autograf.pl buziaczek.pl amorki.pl spoko.pl vip.onet.pl
  onet.com.pl poczta.wp.pl gazeta.pl interia.pl interia.eu interia.com poczta.fm intmail.pl interiowy.pl pisz.to pacz.to
  go2.pl tlen.pl prokonto.pl hub.pl 1gb.pl 2gb.pl 10g.pl serwus.pl adres.pl czateria.pl ogarnij.se vip.interia.pl
  neostrada.pl orange.pl vp.com.pl poczta.neostrada.pl plusnet.pl plus.pl play.pl t-mobile.pl era.pl heyah.pl netia.pl
  netia.com inetia.pl internetia.pl tvk.pl toya.net.pl vectranet.pl vectra.pl upcpoczta.pl upc.pl chello.pl aster.pl
  astercity.net multimo.pl mmp.pl inea.pl icpnet.pl promax.pl espol.pl dialog.net.pl gawex.pl wla.pl poczta.pl poczta.com
  lubie.to email.pl mail.pl free.pl epf.pl epoczta.pl poczta24.pl naszapoczta.pl republika.pl kki.net.pl kki.pl box43.pl
  polbox.com polbox.pl friko.pl pro.onet.pl eranet.pl idea.net.pl simplus.pl tenbit.pl webpark.pl yoyo.pl
  neostrada.com op.com.pl int.pl int.com.pl gery.pl hoga.pl ahoj.pl arena.pl poland.com polska.pl fm.pl radio.fm
  seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz quick.cz tiscali.cz spoluzaci.cz azet.sk centrum.sk zoznam.sk
  post.sk pobox.sk atlas.sk orangemail.sk szm.sk freemail.hu citromail.hu vipmail.hu indamail.hu t-online.hu upcmail.hu digikabel.hu
  mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru yandex.ru yandex.com ya.ru yandex.ua yandex.by yandex.kz narod.ru
  rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru qip.ru pochta.ru nm.ru ukr.net i.ua meta.ua bigmir.net online.ua
  email.ua ua.fm tut.by mail.by mail.kz mail.ee hot.ee online.ee delfi.lt one.lt takas.lt
  libero.it virgilio.it alice.it tin.it tim.it tiscali.it iol.it inwind.it giallo.it blu.it fastwebnet.it tele2.it vodafone.it
  email.it poste.it katamail.com teletu.it supereva.it pec.it legalmail.it
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr club-internet.fr aliceadsl.fr numericable.fr noos.fr voila.fr
  cegetel.net dbmail.com skynet.be telenet.be proximus.be scarlet.be belgacom.net pandora.be voo.be
  ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl xs4all.nl chello.nl upcmail.nl casema.nl tele2.nl
  online.nl zonnet.nl quicknet.nl solcon.nl wxs.nl telfort.nl caiway.nl pt.lu
  btinternet.com btopenworld.com talktalk.net talk21.com sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk
  tiscali.co.uk o2.co.uk plus.com plus.net zen.co.uk tesco.net orange.net ukgateway.net eircom.net
  telefonica.net terra.es movistar.es ono.com ya.com orange.es euskaltel.net wanadoo.es sapo.pt iol.pt clix.pt mail.telepac.pt
  netcabo.pt portugalmail.pt zonmail.pt telia.com tele2.se comhem.se bredband.net spray.se passagen.se telenor.no online.no
  broadpark.no frisurf.no getmail.no mail.dk jubii.dk ofir.dk stofanet.dk tdcadsl.dk youmail.dk webspeed.dk luukku.com
  suomi24.fi kolumbus.fi elisanet.fi saunalahti.fi pp.inet.fi welho.com otenet.gr forthnet.gr in.gr freemail.gr hol.gr mail.gr
  abv.bg mail.bg dir.bg gbg.bg net.hr inet.hr zg.t-com.hr siol.net email.si amis.net eunet.rs sbb.rs ptt.rs mts.rs k.ro
  comcast.net xfinity.com att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net swbell.net cox.net charter.net
  spectrum.net roadrunner.com rr.com twc.com optonline.net optimum.net earthlink.net mindspring.com juno.com netzero.net
  netzero.com windstream.net frontier.com frontiernet.net centurylink.net centurytel.net embarqmail.com q.com suddenlink.net
  mchsi.com cableone.net hughes.net wildblue.net excite.com rogers.com shaw.ca sympatico.ca bell.net telus.net videotron.ca
  cogeco.ca eastlink.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au internode.on.net westnet.com.au
  dodo.com.au ozemail.com.au xtra.co.nz slingshot.co.nz orcon.net.nz telkomsa.net mweb.co.za webmail.co.za vodamail.co.za
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com oi.com.br r7.com zipmail.com.br fibertel.com.ar
  arnet.com.ar speedy.com.ar ciudad.com.ar prodigy.net.mx
  qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 188.com sina.com sina.cn vip.sina.com sohu.com tom.com
  21cn.com aliyun.com 139.com 189.cn wo.cn hinet.net pchome.com.tw seed.net.tw naver.com hanmail.net daum.net nate.com
  kakao.com korea.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp
  so-net.ne.jp excite.co.jp rediffmail.com rediff.com sify.com indiatimes.com vsnl.net bsnl.in mynet.com superonline.com
  ttmail.com windowslive.com walla.com walla.co.il netvision.net.il 012.net.il bezeqint.net maktoob.com emirates.net.ae
  mailinator.com guerrillamail.com guerrillamail.net sharklasers.com 10minutemail.com temp-mail.org tempmail.com yopmail.com
  yopmail.fr trashmail.com trash-mail.com discard.email dispostable.com getnada.com maildrop.cc mailnesia.com moakt.com
  spamgourmet.com throwawaymail.com fakeinbox.com mytemp.email emailondeck.com mohmal.com koszmail.pl niepodam.pl
`;

const freeMail: ReadonlySet<string> = new Set(names.split(/\s+/).filter((name) => name !== ""));

/** Whether a domain in lower-case A-labels is, or lies below, one where anybody gets an address. */
export function isFreeMail(domain: string): boolean {
  const labels = domain.split(".").slice(-8);
  return labels.some((_, at) => freeMail.has(labels.slice(at).join(".")));
}
