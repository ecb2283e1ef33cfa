/** Letters that public services write every day, in the three languages of the country. */
type Text = { subject: string; text: string };

export type SeedTemplate = {
  name: string;
  folder: string;
  /** The message type's code. */
  type: string;
  /** What a new message of the type begins with. */
  isDefault: boolean;
  texts: { nl: Text; fr: Text; de: Text };
  samples: Record<string, string>;
};

export const EXAMPLES: SeedTemplate[] = [
  {
    name: "Afspraak · Rendez-vous · Termin",
    folder: "",
    type: "APPOINTMENT",
    isDefault: true,
    texts: {
      nl: {
        subject: "Uw afspraak op ((dag van de afspraak)) om ((uur van de afspraak))",
        text: `Geachte ((naam)),

U hebt een afspraak voor ((reden van de afspraak)). Wij verwachten u op ((dag van de afspraak)) om ((uur van de afspraak)), ((plaats van de afspraak)).

## Wat brengt u mee?

- uw identiteitskaart
- ((mee te brengen documenten))

Reken op ongeveer ((duur van de afspraak)).

## Past dit moment niet?

Antwoord op dit bericht, dan zoeken we samen een ander moment. Laat het ons minstens één werkdag vooraf weten: zo kan iemand anders uw plaats krijgen.`,
      },
      fr: {
        subject: "Votre rendez-vous du ((jour du rendez-vous)) à ((heure du rendez-vous))",
        text: `Madame, Monsieur,

Vous avez rendez-vous pour ((motif du rendez-vous)). Nous vous attendons le ((jour du rendez-vous)) à ((heure du rendez-vous)), ((lieu du rendez-vous)).

## Que devez-vous apporter ?

- votre carte d’identité
- ((documents à apporter))

Prévoyez environ ((durée du rendez-vous)).

## Ce moment ne vous convient pas ?

Répondez à ce message : nous chercherons une autre date avec vous. Prévenez-nous au moins un jour ouvrable à l’avance, afin que quelqu’un d’autre puisse prendre votre place.`,
      },
      de: {
        subject: "Ihr Termin am ((Tag des Termins)) um ((Uhrzeit des Termins))",
        text: `Guten Tag ((Name)),

Sie haben einen Termin: ((Grund des Termins)). Wir erwarten Sie am ((Tag des Termins)) um ((Uhrzeit des Termins)), ((Ort des Termins)).

## Was bringen Sie mit?

- Ihren Personalausweis
- ((mitzubringende Unterlagen))

Rechnen Sie mit etwa ((Dauer des Termins)).

## Passt Ihnen der Termin nicht?

Antworten Sie auf diese Nachricht, dann finden wir gemeinsam einen anderen. Sagen Sie uns spätestens einen Werktag vorher Bescheid: So kann jemand anders Ihren Platz bekommen.`,
      },
    },
    samples: {
      "dag van de afspraak": "dinsdag 12 januari 2027",
      "uur van de afspraak": "10.15 uur",
      "reden van de afspraak": "de aangifte van een verhuizing",
      "plaats van de afspraak": "loket 3 van het stadhuis",
      "mee te brengen documenten": "het huurcontract of de aankoopakte van uw woning",
      "duur van de afspraak": "20 minuten",
      "jour du rendez-vous": "mardi 12 janvier 2027",
      "heure du rendez-vous": "10 h 15",
      "motif du rendez-vous": "une déclaration de changement d’adresse",
      "lieu du rendez-vous": "au guichet 3 de l’hôtel de ville",
      "documents à apporter": "le bail ou l’acte d’achat de votre logement",
      "durée du rendez-vous": "20 minutes",
      "Tag des Termins": "Dienstag, dem 12. Januar 2027,",
      "Uhrzeit des Termins": "10.15 Uhr",
      "Grund des Termins": "Anmeldung einer Adressänderung",
      "Ort des Termins": "am Schalter 3 des Rathauses",
      "mitzubringende Unterlagen": "den Mietvertrag oder die Kaufurkunde Ihrer Wohnung",
      "Dauer des Termins": "20 Minuten",
    },
  },
  {
    name: "Aanslagbiljet · Avertissement-extrait de rôle · Steuerbescheid",
    folder: "Te betalen · À payer · Zu zahlen",
    type: "MUNICIPAL_TAX",
    isDefault: true,
    texts: {
      nl: {
        subject: "((naam van de belasting)) ((aanslagjaar)): uw aanslag",
        text: `Geachte ((naam)),

U ontvangt hierbij uw aanslag voor de ((naam van de belasting)) van het aanslagjaar ((aanslagjaar)). U moet ((bedrag)) betalen vóór ((vervaldatum)).

## Waarom ontvangt u deze aanslag?

((reden van de aanslag)). De gemeenteraad heeft de belasting vastgesteld in het reglement van ((datum van het reglement)). Het kohier werd uitvoerbaar verklaard op ((datum van het kohier)).

## Hoe betaalt u?

Schrijf het bedrag over op de rekening die onderaan staat en neem de gestructureerde mededeling ((gestructureerde mededeling)) over. Kunt u niet in één keer betalen? Vraag ons vóór de vervaldatum een afbetalingsplan.

## Gaat u niet akkoord?

Dien schriftelijk bezwaar in bij het college van burgemeester en schepenen, ten laatste op ((laatste dag voor bezwaar)). Vermeld uw naam, het kohierartikel ((ons kenmerk)) en waarom u niet akkoord gaat. Als u wilt worden gehoord, vraagt u dat in uw bezwaarschrift. Ook wie bezwaar indient, betaalt de belasting op tijd.`,
      },
      fr: {
        subject: "((nom de la taxe)) ((exercice)) : votre avertissement-extrait de rôle",
        text: `Madame, Monsieur,

Voici votre avertissement-extrait de rôle pour la ((nom de la taxe)), exercice ((exercice)). Vous devez payer ((montant)) au plus tard le ((date d’échéance)).

## Pourquoi recevez-vous cet avis ?

((motif de la taxation)). Le conseil communal a établi cette taxe par le règlement du ((date du règlement)). Le rôle a été rendu exécutoire le ((date du rôle)).

## Comment payer ?

Versez le montant sur le compte indiqué plus bas, avec la communication structurée ((communication structurée)). Vous ne pouvez pas payer en une fois ? Demandez-nous un plan de paiement avant la date d’échéance.

## Vous n’êtes pas d’accord ?

Introduisez une réclamation écrite auprès du collège communal, au plus tard le ((dernier jour de réclamation)). Indiquez votre nom, l’article du rôle ((notre référence)) et les raisons de votre désaccord. Si vous souhaitez être entendu, demandez-le dans votre réclamation. La réclamation ne suspend pas l’obligation de payer.`,
      },
      de: {
        subject: "((Name der Steuer)) ((Steuerjahr)): Ihr Steuerbescheid",
        text: `Guten Tag ((Name)),

hiermit erhalten Sie Ihren Bescheid über die ((Name der Steuer)) für das Steuerjahr ((Steuerjahr)). Zu zahlen sind ((Betrag)), spätestens am ((Fälligkeitsdatum)).

## Warum erhalten Sie diesen Bescheid?

((Grund der Besteuerung)). Der Gemeinderat hat die Steuer mit der Verordnung vom ((Datum der Verordnung)) festgelegt. Die Heberolle wurde am ((Datum der Heberolle)) für vollstreckbar erklärt.

## Wie zahlen Sie?

Überweisen Sie den Betrag auf das unten angegebene Konto und geben Sie die strukturierte Mitteilung ((strukturierte Mitteilung)) an. Sie können nicht auf einmal zahlen? Beantragen Sie vor der Fälligkeit einen Zahlungsplan.

## Sind Sie nicht einverstanden?

Legen Sie schriftlich Widerspruch beim Gemeindekollegium ein, spätestens am ((letzter Tag für den Widerspruch)). Nennen Sie Ihren Namen, den Artikel der Heberolle ((unser Zeichen)) und Ihre Gründe. Möchten Sie angehört werden, so beantragen Sie dies in Ihrem Widerspruch. Die Zahlungspflicht bleibt trotz Widerspruch bestehen.`,
      },
    },
    samples: {
      "naam van de belasting": "belasting op tweede verblijven",
      aanslagjaar: "2026",
      "reden van de aanslag":
        "U had op 1 januari 2026 in onze gemeente een woning waar niemand was ingeschreven",
      "datum van het reglement": "18 december 2025",
      "datum van het kohier": "5 oktober 2026",
      "laatste dag voor bezwaar": "15 februari 2027",
      "nom de la taxe": "taxe sur les secondes résidences",
      exercice: "2026",
      "motif de la taxation":
        "Au 1er janvier 2026, vous possédiez dans notre commune un logement où personne n’était inscrit",
      "date du règlement": "18 décembre 2025",
      "date du rôle": "5 octobre 2026",
      "dernier jour de réclamation": "15 février 2027",
      "Name der Steuer": "Steuer auf Zweitwohnungen",
      Steuerjahr: "2026",
      "Grund der Besteuerung":
        "Am 1. Januar 2026 besaßen Sie in unserer Gemeinde eine Wohnung, in der niemand gemeldet war",
      "Datum der Verordnung": "18. Dezember 2025",
      "Datum der Heberolle": "5. Oktober 2026",
      "letzter Tag für den Widerspruch": "15. Februar 2027",
    },
  },
  {
    name: "Medische factuur · Facture médicale · Medizinische Rechnung",
    folder: "Te betalen · À payer · Zu zahlen",
    type: "INVOICE",
    isDefault: false,
    texts: {
      nl: {
        subject: "Uw factuur voor de zorg van ((datum van de zorg))",
        text: `Geachte ((naam)),

Op ((datum van de zorg)) kwam u bij ons voor ((zorg)). Uw eigen aandeel bedraagt ((bedrag)). Wilt u dat betalen vóór ((vervaldatum))? Gebruik de mededeling ((gestructureerde mededeling)).

## Hoe komen we aan dit bedrag?

- totaal van de verstrekte zorg: ((totaal van de zorg))
- rechtstreeks door uw ziekenfonds betaald: ((deel van het ziekenfonds))
- door u te betalen: ((bedrag))

Het deel van uw ziekenfonds hoeft u niet voor te schieten. De getuigschriften sturen wij zelf naar uw ziekenfonds; u hoeft daarvoor niets te doen. Hebt u een hospitalisatieverzekering? Bezorg haar dan deze factuur.

## Hebt u een vraag, of is betalen moeilijk?

Neem contact met ons op vóór de vervaldatum. Wij leggen de factuur graag uit en spreiden de betaling als dat nodig is. Ook onze sociale dienst kan u helpen.`,
      },
      fr: {
        subject: "Votre facture pour les soins du ((date des soins))",
        text: `Madame, Monsieur,

Le ((date des soins)), vous êtes venu chez nous pour ((soins)). Votre part personnelle s’élève à ((montant)). Merci de la payer au plus tard le ((date d’échéance)), avec la communication ((communication structurée)).

## Comment ce montant est-il calculé ?

- total des soins : ((total des soins))
- payé directement par votre mutualité : ((part de la mutualité))
- à payer par vous : ((montant))

Vous ne devez pas avancer la part de votre mutualité. Nous lui envoyons nous-mêmes les attestations ; vous n’avez aucune démarche à faire. Vous avez une assurance hospitalisation ? Transmettez-lui cette facture.

## Une question, ou des difficultés à payer ?

Contactez-nous avant la date d’échéance. Nous vous expliquons volontiers la facture et pouvons, si nécessaire, étaler le paiement. Notre service social peut aussi vous aider.`,
      },
      de: {
        subject: "Ihre Rechnung für die Behandlung vom ((Datum der Behandlung))",
        text: `Guten Tag ((Name)),

am ((Datum der Behandlung)) waren Sie bei uns: ((Behandlung)). Ihr Eigenanteil beträgt ((Betrag)). Bitte zahlen Sie ihn bis zum ((Fälligkeitsdatum)) mit der Mitteilung ((strukturierte Mitteilung)).

## Wie setzt sich der Betrag zusammen?

- Gesamtkosten der Behandlung: ((Gesamtkosten))
- direkt von Ihrer Krankenkasse bezahlt: ((Anteil der Krankenkasse))
- von Ihnen zu zahlen: ((Betrag))

Den Anteil Ihrer Krankenkasse müssen Sie nicht vorstrecken. Die Bescheinigungen senden wir selbst an Ihre Krankenkasse; Sie brauchen dafür nichts zu tun. Sie haben eine Krankenhausversicherung? Dann leiten Sie ihr diese Rechnung weiter.

## Haben Sie eine Frage, oder fällt Ihnen die Zahlung schwer?

Wenden Sie sich vor der Fälligkeit an uns. Wir erklären Ihnen die Rechnung gern und vereinbaren wenn nötig Raten. Auch unser Sozialdienst kann Ihnen helfen.`,
      },
    },
    samples: {
      "datum van de zorg": "9 november 2026",
      zorg: "een raadpleging en een bloedonderzoek",
      "totaal van de zorg": "€ 84,60",
      "deel van het ziekenfonds": "€ 66,10",
      "date des soins": "9 novembre 2026",
      soins: "une consultation et une prise de sang",
      "total des soins": "84,60 €",
      "part de la mutualité": "66,10 €",
      "Datum der Behandlung": "9. November 2026",
      Behandlung: "Sprechstunde und Blutuntersuchung",
      Gesamtkosten: "84,60 €",
      "Anteil der Krankenkasse": "66,10 €",
    },
  },
  {
    name: "Administratieve geldboete · Amende administrative · Verwaltungsstrafe",
    folder: "Te betalen · À payer · Zu zahlen",
    type: "FINE",
    isDefault: true,
    texts: {
      nl: {
        subject: "Administratieve geldboete: ((inbreuk))",
        text: `Geachte ((naam)),

Wij leggen u een administratieve geldboete van ((bedrag)) op. U moet ze betalen vóór ((vervaldatum)).

## Wat is er vastgesteld?

Op ((datum van de vaststelling)) stelde ((vaststeller)) vast: ((beschrijving van de feiten)). Dat staat in het proces-verbaal ((nummer van het proces-verbaal)). De feiten zijn in strijd met ((overtreden bepaling)).

## Hoe is de boete bepaald?

((motivering van het bedrag)). Met wat u ons in uw verweer liet weten, hebben wij rekening gehouden.

## Gaat u niet akkoord?

U kunt beroep instellen bij ((bevoegde rechtbank)), binnen ((beroepstermijn)) na de kennisgeving van deze beslissing. Zolang de rechtbank niet beslist heeft, hoeft u niet te betalen. Stelt u geen beroep in en betaalt u niet, dan kan een gerechtsdeurwaarder de boete innen; die kosten komen erbij.`,
      },
      fr: {
        subject: "Amende administrative : ((infraction))",
        text: `Madame, Monsieur,

Nous vous infligeons une amende administrative de ((montant)). Vous devez la payer au plus tard le ((date d’échéance)).

## Quels faits ont été constatés ?

Le ((date du constat)), ((agent constatateur)) a constaté les faits suivants : ((description des faits)). Ils figurent dans le procès-verbal ((numéro du procès-verbal)) et sont contraires à ((disposition enfreinte)).

## Comment l’amende a-t-elle été fixée ?

((motivation du montant)). Nous avons tenu compte de vos moyens de défense.

## Vous n’êtes pas d’accord ?

Vous pouvez introduire un recours auprès du ((tribunal compétent)), dans un délai de ((délai de recours)) à partir de la notification de cette décision. Tant que le tribunal n’a pas statué, vous ne devez pas payer. Sans recours ni paiement, un huissier de justice peut recouvrer l’amende ; ses frais s’y ajoutent.`,
      },
      de: {
        subject: "Verwaltungsstrafe: ((Verstoß))",
        text: `Guten Tag ((Name)),

wir verhängen gegen Sie eine Verwaltungsstrafe von ((Betrag)). Sie ist bis zum ((Fälligkeitsdatum)) zu zahlen.

## Was wurde festgestellt?

Am ((Datum der Feststellung)) hat ((feststellende Person)) Folgendes festgestellt: ((Beschreibung des Sachverhalts)). Dies steht im Protokoll ((Nummer des Protokolls)) und verstößt gegen ((verletzte Bestimmung)).

## Wie wurde die Höhe bestimmt?

((Begründung der Höhe)). Was Sie zu Ihrer Verteidigung vorgebracht haben, wurde berücksichtigt.

## Sind Sie nicht einverstanden?

Sie können beim ((zuständiges Gericht)) Beschwerde einlegen, und zwar innerhalb von ((Beschwerdefrist)) nach der Zustellung dieser Entscheidung. Solange das Gericht nicht entschieden hat, müssen Sie nicht zahlen. Legen Sie keine Beschwerde ein und zahlen Sie nicht, so kann ein Gerichtsvollzieher die Strafe eintreiben; die Kosten kommen hinzu.`,
      },
    },
    samples: {
      inbreuk: "afval naast de glasbol",
      "datum van de vaststelling": "14 september 2026",
      vaststeller: "een gemeentelijk vaststeller",
      "beschrijving van de feiten": "u liet drie vuilniszakken achter naast de glasbol aan de Kaai",
      "nummer van het proces-verbaal": "2026/0418",
      "overtreden bepaling": "artikel 24 van de politieverordening",
      "motivering van het bedrag": "Het gaat om een eerste inbreuk; daarom blijft de boete laag",
      "bevoegde rechtbank": "de politierechtbank",
      beroepstermijn: "één maand",
      infraction: "dépôt de déchets près de la bulle à verre",
      "date du constat": "14 septembre 2026",
      "agent constatateur": "un agent constatateur communal",
      "description des faits":
        "vous avez laissé trois sacs-poubelle près de la bulle à verre du Quai",
      "numéro du procès-verbal": "2026/0418",
      "disposition enfreinte": "l’article 24 du règlement de police",
      "motivation du montant":
        "Il s’agit d’une première infraction ; l’amende reste donc peu élevée",
      "tribunal compétent": "tribunal de police",
      "délai de recours": "un mois",
      Verstoß: "Abfall neben dem Glascontainer",
      "Datum der Feststellung": "14. September 2026",
      "feststellende Person": "ein Feststellungsbediensteter der Gemeinde",
      "Beschreibung des Sachverhalts":
        "Sie haben drei Müllsäcke neben dem Glascontainer am Kai abgestellt",
      "Nummer des Protokolls": "2026/0418",
      "verletzte Bestimmung": "Artikel 24 der Polizeiverordnung",
      "Begründung der Höhe": "Da es ein erster Verstoß ist, bleibt die Strafe niedrig",
      "zuständiges Gericht": "Polizeigericht",
      Beschwerdefrist: "einem Monat",
    },
  },
  {
    name: "Werken in uw straat · Travaux dans votre rue · Bauarbeiten",
    folder: "",
    type: "ROAD_WORKS",
    isDefault: true,
    texts: {
      nl: {
        subject: "Werken in de ((straat)) vanaf ((eerste dag van de werken))",
        text: `Geachte ((naam)),

Van ((eerste dag van de werken)) tot en met ((laatste dag van de werken)) wordt er gewerkt in de ((straat)): ((aard van de werken)). Wij leggen u graag uit wat u daarvan merkt.

## Wat betekent dit voor u?

- Verkeer: ((gevolgen voor het verkeer))
- Parkeren: ((gevolgen voor het parkeren))
- Te voet en met de fiets kunt u uw woning of zaak altijd bereiken.
- Afval: ((afspraken over de ophaling))

De aannemer werkt op weekdagen tussen ((werkuren)). Door slecht weer kan de planning opschuiven; dan laten we het u weten.

## Moet u toch met een voertuig tot aan uw deur?

Denk aan een verhuizing, een levering of zorg aan huis. Bel dan vooraf met ((contactpersoon)), op ((telefoon van de contactpersoon)): samen vinden we een oplossing.`,
      },
      fr: {
        subject: "Travaux : ((rue)), à partir du ((premier jour des travaux))",
        text: `Madame, Monsieur,

Du ((premier jour des travaux)) au ((dernier jour des travaux)), des travaux auront lieu dans votre rue, ((rue)) : ((nature des travaux)). Voici ce que cela change pour vous.

## Quelles sont les conséquences ?

- Circulation : ((conséquences pour la circulation))
- Stationnement : ((conséquences pour le stationnement))
- À pied et à vélo, vous pourrez toujours rejoindre votre logement ou votre commerce.
- Déchets : ((organisation des collectes))

L’entrepreneur travaille en semaine entre ((heures de travail)). Le mauvais temps peut retarder le chantier ; dans ce cas, nous vous préviendrons.

## Vous devez malgré tout arriver en voiture jusqu’à votre porte ?

Pour un déménagement, une livraison ou des soins à domicile, appelez à l’avance ((personne de contact)), au ((téléphone de contact)) : nous trouverons une solution ensemble.`,
      },
      de: {
        subject: "Bauarbeiten: ((Straße)), ab ((erster Tag der Arbeiten))",
        text: `Guten Tag ((Name)),

vom ((erster Tag der Arbeiten)) bis zum ((letzter Tag der Arbeiten)) wird in Ihrer Straße gearbeitet: ((Art der Arbeiten)). Wir sagen Ihnen, womit Sie rechnen müssen.

## Was bedeutet das für Sie?

- Verkehr: ((Folgen für den Verkehr))
- Parken: ((Folgen für das Parken))
- Zu Fuß und mit dem Fahrrad erreichen Sie Ihre Wohnung oder Ihr Geschäft jederzeit.
- Abfall: ((Regelung der Abfuhr))

Gearbeitet wird an Werktagen zwischen ((Arbeitszeiten)). Bei schlechtem Wetter können sich die Arbeiten verzögern; dann geben wir Ihnen Bescheid.

## Müssen Sie trotzdem mit dem Auto bis vor die Tür?

Etwa für einen Umzug, eine Lieferung oder die häusliche Pflege: Rufen Sie vorher an, Ihr Ansprechpartner ist ((Ansprechpartner)), Telefon ((Telefon des Ansprechpartners)). Gemeinsam finden wir eine Lösung.`,
      },
    },
    samples: {
      straat: "Molenstraat",
      "eerste dag van de werken": "1 februari 2027",
      "laatste dag van de werken": "26 februari 2027",
      "aard van de werken": "de riolering wordt vernieuwd",
      "gevolgen voor het verkeer":
        "de straat is afgesloten tussen de Markt en de Kaai; volg de omleiding",
      "gevolgen voor het parkeren": "parkeren kan tijdelijk op het Kerkplein",
      "afspraken over de ophaling": "zet uw zakken vóór 7 uur op de hoek met de Markt",
      werkuren: "7 en 17 uur",
      contactpersoon: "de werfleider",
      "telefoon van de contactpersoon": "+32 0 000 00 09",
      rue: "rue du Moulin",
      "premier jour des travaux": "1er février 2027",
      "dernier jour des travaux": "26 février 2027",
      "nature des travaux": "le renouvellement des égouts",
      "conséquences pour la circulation":
        "la rue est fermée entre la place du Marché et le Quai ; suivez la déviation",
      "conséquences pour le stationnement":
        "vous pouvez vous garer provisoirement place de l’Église",
      "organisation des collectes": "déposez vos sacs avant 7 heures au coin de la place du Marché",
      "heures de travail": "7 et 17 heures",
      "personne de contact": "le chef de chantier",
      "téléphone de contact": "+32 0 000 00 09",
      Straße: "Mühlenstraße",
      "erster Tag der Arbeiten": "1. Februar 2027",
      "letzter Tag der Arbeiten": "26. Februar 2027",
      "Art der Arbeiten": "Die Kanalisation wird erneuert",
      "Folgen für den Verkehr":
        "Die Straße ist zwischen Markt und Kai gesperrt; folgen Sie der Umleitung",
      "Folgen für das Parken": "Sie können vorübergehend auf dem Kirchplatz parken",
      "Regelung der Abfuhr": "Stellen Sie Ihre Säcke vor 7 Uhr an die Ecke zum Markt",
      Arbeitszeiten: "7 und 17 Uhr",
      Ansprechpartner: "der Bauleiter",
      "Telefon des Ansprechpartners": "+32 0 000 00 09",
    },
  },
  {
    name: "Stap in een procedure · Étape d’une procédure · Verfahrensschritt",
    folder: "",
    type: "PROCEDURE_INFORMATION",
    isDefault: true,
    texts: {
      nl: {
        subject: "Uw aanvraag, ((onderwerp van de aanvraag)): wij hebben nog iets van u nodig",
        text: `Geachte ((naam)),

Op ((datum van de aanvraag)) ontvingen wij uw aanvraag voor ((onderwerp van de aanvraag)). Wij hebben ze bekeken. Om verder te kunnen, missen wij nog:

- ((ontbrekend stuk))

## Wat vragen wij u?

Bezorg ons dit ten laatste op ((uiterste datum)). U kunt op dit bericht antwoorden en uw documenten als pdf toevoegen. Ontvangen wij niets, dan beslissen wij met wat in uw dossier zit; uw aanvraag kan dan worden afgewezen.

## Hoe gaat het daarna verder?

Zodra uw dossier volledig is, krijgt u daarvan bericht. Vanaf die dag beslissen wij binnen ((beslissingstermijn)). Vermeld bij vragen altijd uw dossiernummer: ((ons kenmerk)).`,
      },
      fr: {
        subject: "Votre demande, ((objet de la demande)) : un document manque encore",
        text: `Madame, Monsieur,

Le ((date de la demande)), nous avons reçu votre demande concernant ((objet de la demande)). Nous l’avons examinée. Pour continuer, il nous manque encore :

- ((pièce manquante))

## Que vous demandons-nous ?

Faites-nous parvenir ce document au plus tard le ((date limite)). Vous pouvez répondre à ce message et joindre vos documents en PDF. Sans réponse de votre part, nous déciderons sur la base des pièces du dossier ; votre demande pourrait alors être refusée.

## Et ensuite ?

Dès que votre dossier sera complet, vous en serez informé. À partir de ce jour, nous prendrons notre décision dans un délai de ((délai de décision)). Pour toute question, mentionnez votre numéro de dossier : ((notre référence)).`,
      },
      de: {
        subject: "Ihr Antrag, ((Gegenstand des Antrags)): Es fehlt noch eine Unterlage",
        text: `Guten Tag ((Name)),

am ((Datum des Antrags)) haben wir Ihren Antrag erhalten: ((Gegenstand des Antrags)). Wir haben ihn geprüft. Damit es weitergehen kann, fehlt uns noch:

- ((fehlende Unterlage))

## Worum bitten wir Sie?

Reichen Sie die Unterlage bis zum ((Frist)) ein. Sie können auf diese Nachricht antworten und Ihre Dokumente als PDF anfügen. Hören wir nichts von Ihnen, so entscheiden wir nach Aktenlage; Ihr Antrag kann dann abgelehnt werden.

## Wie geht es danach weiter?

Sobald Ihre Akte vollständig ist, erhalten Sie Bescheid. Ab diesem Tag entscheiden wir innerhalb von ((Entscheidungsfrist)). Geben Sie bei Fragen bitte immer Ihr Aktenzeichen an: ((unser Zeichen)).`,
      },
    },
    samples: {
      "onderwerp van de aanvraag": "een omgevingsvergunning",
      "datum van de aanvraag": "2 november 2026",
      "ontbrekend stuk": "een plan van de bestaande toestand, op schaal 1/50",
      "uiterste datum": "15 december 2026",
      beslissingstermijn: "60 dagen",
      "objet de la demande": "un permis d’urbanisme",
      "date de la demande": "2 novembre 2026",
      "pièce manquante": "un plan de la situation existante, à l’échelle 1/50",
      "date limite": "15 décembre 2026",
      "délai de décision": "60 jours",
      "Gegenstand des Antrags": "Städtebaugenehmigung",
      "Datum des Antrags": "2. November 2026",
      "fehlende Unterlage": "ein Plan des Bestands im Maßstab 1:50",
      Frist: "15. Dezember 2026",
      Entscheidungsfrist: "60 Tagen",
    },
  },
];
