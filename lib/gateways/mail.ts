import "server-only";
import { createTransport } from "nodemailer";
import { environment } from "@/lib/env";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * The mail server, spoken to as SMTP (RFC 5321). One message to one address; whoever sends several says so
 * several times, so that each has its own outcome.
 */
export type MailClient = {
  send: (mail: Mail) => Promise<Result<null, MailFailure>>;
};

export type Mail = {
  /** Before the `@` of its Message-ID: the same for what is the same, so that mail servers see it too. */
  id: string;
  to: string;
  subject: string;
  /** Plain text; lines end in a line feed. */
  text: string;
  language: string;
  attachments?: readonly MailAttachment[];
};

export type MailAttachment = { name: string; mediaType: string; bytes: Uint8Array };

export type MailFailure =
  /** No connection, or none that is safe enough; nothing was handed over. */
  | { code: "mail_unreachable"; detail: string }
  /** The server will take it later (4yz). */
  | { code: "mail_deferred"; detail: string }
  /** The server will never take it (5yz), such as an address that does not exist. */
  | { code: "mail_refused"; detail: string }
  /** The line broke after the message was handed over: it may have been taken. */
  | { code: "mail_outcome_unknown"; detail: string };

export type MailSettings = {
  /** `smtps://name:password@host:port`, or `smtp://`, which goes over to TLS where the server can. */
  url: string;
  from: string;
  /** Sends nothing in the clear. */
  isTlsRequired: boolean;
  timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 20_000;
const LONGEST_DETAIL = 300;

export function openMailClient({ from, ...settings }: MailSettings): MailClient {
  return {
    async send({ id, to, subject, text, language, attachments = [] }) {
      let isHandedOver = false;
      const transport = openTransport(settings, () => {
        isHandedOver = true;
      });
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${id}@${from.split("@")[1] ?? "localhost"}>`,
          headers: { "Content-Language": language, "Auto-Submitted": "auto-generated" },
          attachments: attachments.map(({ name, mediaType, bytes }) => ({
            filename: name,
            contentType: mediaType,
            content: Buffer.from(bytes),
          })),
        });
        return ok(null);
      } catch (error) {
        return refuse(failureOf(error, isHandedOver));
      } finally {
        transport.close();
      }
    },
  };
}

/** One connection for one mail. `onHandedOver`: all of it went out, and the server has not answered yet. */
function openTransport(
  { url, isTlsRequired, timeoutMs = DEFAULT_TIMEOUT_MS }: Omit<MailSettings, "from">,
  onHandedOver: () => void,
) {
  const address = new URL(url);
  const isSecure = address.protocol === "smtps:";
  const silent = () => undefined;
  // The library tells only its log how far the conversation has come.
  const info = (entry: unknown) => {
    if (typeof entry === "object" && entry !== null && "tnx" in entry && entry.tnx === "message") {
      onHandedOver();
    }
  };
  return createTransport({
    host: address.hostname,
    port: Number(address.port || (isSecure ? 465 : 587)),
    secure: isSecure,
    requireTLS: isTlsRequired && !isSecure,
    ...(address.username && {
      auth: {
        user: decodeURIComponent(address.username),
        pass: decodeURIComponent(address.password),
      },
    }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Nothing that is sent may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: {
      level: silent,
      trace: silent,
      debug: silent,
      info,
      warn: silent,
      error: silent,
      fatal: silent,
    },
  });
}

/** By what the server answered, and to which command; without an answer, by how far one had come. */
function failureOf(error: unknown, isHandedOver: boolean): MailFailure {
  const { message = String(error), responseCode = 0, command = "" } = asSmtpError(error);
  const detail = shortened(message);
  if (responseCode >= 400 && responseCode < 500) return { code: "mail_deferred", detail };
  // Only an answer about the mail itself is final: a wrong password is ours to mend.
  if (responseCode >= 500 && /^(MAIL|RCPT|DATA)/.test(command)) {
    return { code: "mail_refused", detail };
  }
  const isUnknown = isHandedOver && responseCode === 0;
  return { code: isUnknown ? "mail_outcome_unknown" : "mail_unreachable", detail };
}

type SmtpError = { message?: string; responseCode?: number; command?: string };

function asSmtpError(error: unknown): SmtpError {
  return error instanceof Error ? error : {};
}

/** What servers say may be long, and may quote what one sent. */
function shortened(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, LONGEST_DETAIL);
}

/** The installation's own mail server; null where no mail is sent. */
export function openOwnMail(): MailClient | null {
  const { SMTP_URL: url, MAIL_FROM: from, PORTAL_ENVIRONMENT } = environment();
  if (!url || !from) return null;
  return openMailClient({ url, from, isTlsRequired: PORTAL_ENVIRONMENT === "production" });
}
