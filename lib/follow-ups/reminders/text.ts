/** What a reminder says, in the language of the letter that it reminds of. */
import { formatDate } from "@/lib/format";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import type { Document } from "@/lib/messages/body/schema";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";
import type { LetterLanguage } from "@/lib/letters/schema";

/** Of what is not opened, or of what is to be paid. */
export type ReminderKind = "unopened" | "due_date";

/** What differs from recipient to recipient, by the name that it has in the text. */
const SUBJECT = "first subject";
const REFERENCE = "first reference";
const DATE = "first date";
const DUE_DATE = "first due date";

const PREFIX: Record<LetterLanguage, string> = {
  nl: "Herinnering:",
  fr: "Rappel :",
  de: "Erinnerung:",
};

const BODY: Record<ReminderKind, Record<LetterLanguage, string>> = {
  unopened: {
    nl: `Geachte ((naam)),

Op ((${DATE})) kreeg u in uw eBox het bericht “((${SUBJECT}))”, met kenmerk ((${REFERENCE})). Volgens de eBox is het nog niet geopend.

Open het in uw eBox: er kan een termijn of een betaling in staan. Deze herinnering vervangt dat bericht niet en vraagt niets nieuws.

Hebt u het intussen gelezen, dan hoeft u niets te doen.`,
    fr: `((nom)),

Le ((${DATE})), vous avez reçu dans votre eBox le message « ((${SUBJECT})) », référence ((${REFERENCE})). Selon l’eBox, il n’a pas encore été ouvert.

Ouvrez-le dans votre eBox : il peut contenir un délai ou un paiement. Ce rappel ne remplace pas ce message et ne demande rien de nouveau.

Si vous l’avez lu entre-temps, vous n’avez rien à faire.`,
    de: `Guten Tag ((Name)),

am ((${DATE})) haben Sie in Ihrer eBox die Nachricht „((${SUBJECT}))“ mit dem Zeichen ((${REFERENCE})) erhalten. Laut eBox wurde sie noch nicht geöffnet.

Öffnen Sie sie in Ihrer eBox: Sie kann eine Frist oder eine Zahlung enthalten. Diese Erinnerung ersetzt die Nachricht nicht und verlangt nichts Neues.

Haben Sie sie inzwischen gelesen, brauchen Sie nichts zu tun.`,
  },
  due_date: {
    nl: `Geachte ((naam)),

Op ((${DATE})) stuurden wij u het bericht “((${SUBJECT}))”, met kenmerk ((${REFERENCE})). Daarin vroegen wij een betaling, uiterlijk op ((${DUE_DATE})).

Gebruik de rekening en de mededeling van dat bericht: u vindt het in uw eBox. Dit is alleen een herinnering, er is niets extra te betalen.

Wij weten niet wie al betaald heeft. Hebt u al betaald, dan hoeft u met deze herinnering geen rekening te houden.`,
    fr: `((nom)),

Le ((${DATE})), nous vous avons envoyé le message « ((${SUBJECT})) », référence ((${REFERENCE})). Nous y demandions un paiement, au plus tard le ((${DUE_DATE})).

Utilisez le compte et la communication de ce message : vous le trouvez dans votre eBox. Ceci n’est qu’un rappel, rien de plus n’est à payer.

Nous ne savons pas qui a déjà payé. Si vous avez déjà payé, ne tenez pas compte de ce rappel.`,
    de: `Guten Tag ((Name)),

am ((${DATE})) haben wir Ihnen die Nachricht „((${SUBJECT}))“ mit dem Zeichen ((${REFERENCE})) gesandt. Darin baten wir um eine Zahlung, spätestens am ((${DUE_DATE})).

Verwenden Sie das Konto und die Mitteilung jener Nachricht: Sie finden sie in Ihrer eBox. Dies ist nur eine Erinnerung, es ist nichts zusätzlich zu zahlen.

Wir wissen nicht, wer schon gezahlt hat. Haben Sie schon gezahlt, so betrachten Sie diese Erinnerung als gegenstandslos.`,
  },
};

/** Subject and text of all reminders of one message; what differs stands in each recipient's values. */
export function reminderText(
  kind: ReminderKind,
  language: LetterLanguage,
): { subject: string; body: Document } {
  return {
    subject: `${PREFIX[language]} ((${SUBJECT}))`,
    body: documentFromPlainText(BODY[kind][language]),
  };
}

/** What the reminder says of the letter that it reminds of. `dueDate`: YYYY-MM-DD. */
export function reminderValues(
  first: { subject: string; reference: string; sentAt: Date; dueDate: string | null },
  language: LetterLanguage,
): Record<string, string> {
  const room = SUBJECT_LIMIT - PREFIX[language].length - 1;
  return {
    [SUBJECT]: first.subject.slice(0, room).toWellFormed(),
    [REFERENCE]: first.reference,
    [DATE]: formatDate(first.sentAt, language),
    ...(first.dueDate ? { [DUE_DATE]: formatDate(first.dueDate, language) } : {}),
  };
}
