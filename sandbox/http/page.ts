import type { Answer } from "./answer";
import { Html, html } from "./html";

// Grey and typewriter letters, so that nobody takes the sandbox for the product or for a real service.
const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#e9e9e9;color:#1c1c1c;font:1rem/1.5 system-ui,sans-serif}
header{background:#4a4a4a;color:#fff;padding:.75rem 1rem;font-family:ui-monospace,monospace;border-bottom:4px dashed #b5b5b5}
header a{color:#fff}
main{max-width:52rem;margin:0 auto;padding:1rem;background:#f7f7f7;min-height:80vh;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.2}h2{font-size:1.15rem}
a{color:#1a4480}
:focus-visible{outline:3px solid #1a4480;outline-offset:2px}
label,legend{font-weight:600}
select,textarea,input[type=text],input[type=file]{display:block;width:100%;max-width:100%;font:inherit;padding:.5rem;margin:.25rem 0 1rem;border:1px solid #595959;background:#fff;color:inherit}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:2px solid #2b2b2b;background:#2b2b2b;color:#fff;cursor:pointer}
button.quiet{background:transparent;color:#2b2b2b}
fieldset{border:1px solid #8c8c8c;margin:0 0 1rem;padding:.75rem 1rem}
fieldset label{display:block;font-weight:400;padding:.3rem 0}
ul.plain{list-style:none;padding:0;margin:0}
ul.plain>li{border-top:1px solid #bdbdbd;padding:.6rem 0}
.mark{display:inline-block;border:1px solid #2b2b2b;padding:0 .4rem;font:600 .8rem ui-monospace,monospace}
.sender{display:flex;gap:.6rem;align-items:center}
.quiet-text{color:#4f4f4f}
.text{white-space:pre-wrap;border-left:4px solid #8c8c8c;padding-left:1rem}
dt{font-weight:600}dd{margin:0 0 .5rem}
.scroll{overflow-x:auto}
`;

interface PageOptions {
  title: string;
  content: Html;
  status?: number;
  language?: string;
}

export function pageText({ title, content, language = "en" }: PageOptions): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Sandbox</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header><a href="/">Sandbox</a> · invented people, nothing here is real</header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}

export function pageAnswer(options: PageOptions): Answer {
  return {
    status: options.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'",
      "x-content-type-options": "nosniff",
    },
    body: pageText(options),
  };
}
