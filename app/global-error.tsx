"use client";

import "./globals.css";

const sentences = [
  ["nl", "Er ging iets mis aan onze kant. Laad de pagina opnieuw."],
  ["fr", "Un problème est survenu de notre côté. Rechargez la page."],
  ["de", "Bei uns ist etwas schiefgegangen. Laden Sie die Seite neu."],
  ["en", "Something went wrong on our side. Load the page again."],
] as const;

/** Stands in for the whole document, so that no language is known: it speaks all four. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="nl">
      <body>
        <title>500</title>
        <main className="mx-auto max-w-form px-4 py-18">
          {sentences.map(([language, sentence]) => (
            <p key={language} lang={language} className="mb-3 font-semibold">
              {sentence}
            </p>
          ))}
          <p className="text-tiny text-ink-soft">{error.digest}</p>
        </main>
      </body>
    </html>
  );
}
