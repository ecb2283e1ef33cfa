/** The clipboard of the programs people write in, made by hand in their manner: what tests paste. */

const wordHead = String.raw`<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<title>Aanslag 2026 - ontwerp</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Author>A. Willems</w:Author></w:WordDocument></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:Calibri;} p.MsoNormal {margin:0cm;font-size:11.0pt;} @list l0:level1 {mso-level-text:;} --></style>
</head><body lang=NL-BE style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->`;
const wordFoot = "<!--EndFragment--></body></html>";

const bullet = (level: number, sign: string, text: string) =>
  String.raw`<p class=MsoListParagraphCxSpMiddle style='margin-left:${36 * level}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=NL-BE>${text}<o:p></o:p></span></p>`;

/** A tax letter as Word copies it: titles, its own lists, a table with a row in bold on top. */
export const wordLetter = `${wordHead}
<h1><span lang=NL-BE style='font-family:"Calibri Light",sans-serif;color:#2F5496'>Aanslagbiljet 2026<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=NL-BE>Geachte ((naam)),<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>U betaalt <b style='mso-bidi-font-weight:normal'>vóór 2&nbsp;december</b> het <i>volledige</i>
bedrag. Zie <a href="https://maanrode.example/belastingen" title="naar de site"><span style='color:blue'>onze site</span></a> of <a href="file:///C:/Users/an/aanslag.docx">dit bestand</a>.<o:p></o:p></p>
<h2><a name="_Toc123"></a>Wat u meebrengt<o:p></o:p></h2>
${bullet(1, "·", "uw identiteitskaart")}
${bullet(2, "o", "of uw rijbewijs")}
${bullet(1, "·", "het aanslagbiljet")}
${bullet(1, "1.", "eerst betalen")}
${bullet(1, "2.", "dan bezwaar indienen")}
<p class=MsoNormal style='display:none;mso-hide:all'>interne nota: niet versturen<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none;mso-yfti-tbllook:1184'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=200 valign=top style='width:150.2pt;border:solid windowtext 1.0pt'><p class=MsoNormal><b>Jaar<o:p></o:p></b></p></td>
  <td width=200 valign=top><p class=MsoNormal align=right style='text-align:right'><b>Bedrag<o:p></o:p></b></p></td>
 </tr>
 <tr style='mso-yfti-irow:1'>
  <td><p class=MsoNormal>2025<o:p></o:p></p></td>
  <td><p class=MsoNormal align=right>84,00&nbsp;€<o:p></o:p></p></td>
 </tr>
 <tr style='mso-yfti-irow:2;mso-yfti-lastrow:yes'>
  <td><p class=MsoNormal>2026<o:p></o:p></p></td>
  <td><p class=MsoNormal align=right>86,00&nbsp;€<span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor href="#_msocom_1">[AW1]</a></span></span><o:p></o:p></p></td>
 </tr>
</table>
<p class=MsoQuote>Artikel 3 van het reglement.<o:p></o:p></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>klopt dit bedrag?</p></div></div>
${wordFoot}`;

/** A message of Outlook: a frame of tables around the text, a quotation below it. */
export const outlookMessage = String.raw`<html><body><style type="text/css">.x{color:red}</style>
<table border="0" cellpadding="0" width="600"><tr><td style="padding:0cm"><table role="presentation"><tr><td><p class="x_MsoNormal"><b><span style="font-size:12pt">Beste collega</span></b></p>
<p class="x_MsoNormal">De tekst voor de brief:<br>eerste lijn<br>tweede lijn<br><br>nieuwe alinea</p></td></tr></table></td></tr></table>
<p class="MsoListParagraph" style="margin-left:36.0pt; text-indent:-18.0pt">1.&nbsp;&nbsp;&nbsp;&nbsp; lees</p>
<p class="MsoListParagraph" style="margin-left:72.0pt; text-indent:-18.0pt">a)&nbsp;&nbsp;&nbsp;&nbsp; aandachtig</p>
<p class="MsoListParagraph" style="margin-left:36.0pt; text-indent:-18.0pt">2.&nbsp;&nbsp;&nbsp;&nbsp; teken</p>
<img src="cid:image001.png@01D" alt="logo"><blockquote type="cite"><p>Van: Peter</p><table><tr><th>Post</th><th>Som</th></tr><tr><td>A</td><td>1,00</td></tr></table><p>Groeten</p></blockquote></body></html>`;

/** LibreOffice Writer: fonts, a table with a title, headings two levels down. */
export const libreOfficeText = String.raw`<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><meta name="generator" content="LibreOffice 7.4.7 (Linux)"/><style type="text/css">@page { size: 21cm 29.7cm } p { line-height: 115% }</style></head><body lang="fr-BE" dir="ltr">
<h3 class="western">Décompte</h3><h4 class="western">Détail</h4>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Arial, sans-serif"><font size="2">Le <u>montant</u> est de <b>12,50&nbsp;€</b>.</font></font></p>
<ol start="3"><li><p style="margin-bottom: 0cm">trois</p><ul><li><p>et demi</p></li></ul></li><li><p>quatre</p></li></ol>
<table width="100%" cellpadding="4"><caption>Montants dus</caption><col width="128*"/><thead><tr valign="top"><th width="50%"><p>Libellé</p></th><th><p>2025</p></th><th><p>2026</p></th></tr></thead>
<tbody><tr valign="top"><td rowspan="2"><p>Taxe</p></td><td sdval="84" sdnum="2067;"><p>84,00</p></td><td><p>86,00</p></td></tr><tr><td><p>10,00</p></td><td><p>11,00</p></td></tr><tr><td><p>Total</p></td><td colspan="2"><p>191,00</p></td></tr></tbody></table></body></html>`;

/** Google Docs: everything within a bold that is none, looks only in styles. */
export const googleText = String.raw`<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-weight:400;white-space:pre-wrap;">Termin</span></h1><p dir="ltr"><span style="font-weight:400;font-style:normal;white-space:pre-wrap;">Bitte bringen Sie </span><span style="font-weight:700;white-space:pre-wrap;">Ihren Ausweis</span><span style="font-weight:400;font-style:italic;white-space:pre-wrap;"> mit.</span></p><br /><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>eins</span></p></li><ul><li dir="ltr" aria-level="2"><p><span>eins a</span></p></li></ul><li><p><span>zwei</span></p></li></ul><div dir="ltr" align="left"><table style="border:none"><colgroup><col width="120"/></colgroup><tbody><tr><td><p><span style="font-weight:700">Jahr</span></p></td><td><p><span style="font-weight:700">Betrag</span></p></td></tr><tr><td><p><span>2026</span></p></td><td><p><span>86,00</span></p></td></tr></tbody></table></div></b>`;

/** A page that means harm, or was badly made. */
export const hostilePage = String.raw`<p onclick="steal()">Lees <a href="javascript:alert(1)">dit</a><a href=" https://bank.example@elders.example/">en dat</a><script>document.write("nooit")</script><iframe srcdoc="<p>nooit</p>"></iframe><svg><text>nooit</text><script>nooit</script></svg><span hidden>nooit</span><span style="DISPLAY : none">nooit</span></p><p><b>open <i>en <a href="mailto:an@maanrode.example">nooit gesloten<ul><ul><li>a<li>b<ol start=-7><li>c</ul><table><tr><td colspan=999>breed<td rowspan=0>hoog<tr><td>los</table><td>zonder tabel`;

/** A sheet of Excel: one row of columns that are merged, twelve of them, too many for a letter. */
export const wideSheet = `<table><col width=64 span=12><tr>${Array.from({ length: 12 }, (_, column) => `<td class=xl65 x:num>k${column}</td>`).join("")}</tr><tr>${Array.from({ length: 12 }, (_, column) => `<td>v${column}</td>`).join("")}</tr></table>`;
