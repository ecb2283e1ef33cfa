import type { NextRequest } from "next/server";
import { fieldsOf, problem, route } from "@/lib/auth/gate";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { getDraft } from "@/lib/messages/data";
import { languageAfter } from "@/lib/messages/languages/rules";
import * as mutations from "@/lib/messages/mutations";
import { plainFormSave } from "@/lib/messages/plain-form";
import { lastSaveSchema, messageIdSchema, TASKS, type LastSave } from "@/lib/messages/schema";
import { readForm, readJson } from "@/lib/request-body";
import { chooseLanguage, languageCookie } from "@/lib/text/languages";

type Params = { messageId: string };

/**
 * The last save of a page that is being left, because browsers let only a plain request outlive its
 * page; and the form of a page whose scripts have not arrived, which is sent on to the next page.
 */
export const POST = route<Params>(
  "message:write",
  async (actor, request, { messageId }) => {
    if (!request.headers.get("content-type")?.startsWith("application/json"))
      return savePlainForm(actor, request, messageId);
    const parsed = lastSaveSchema.safeParse(await readJson(request));
    if (!parsed.success) return problem({ code: "invalid_input", fields: fieldsOf(parsed.error) });
    const saved = await save(actor, parsed.data);
    return saved.ok ? Response.json(saved.value) : problem(saved.refusal);
  },
  { write: true },
);

async function savePlainForm(
  actor: PersonActor,
  request: NextRequest,
  messageId: string,
): Promise<Response> {
  const id = messageIdSchema.safeParse(messageId);
  const draft = id.success ? await getDraft(actor, id.data) : null;
  if (!draft) return problem({ code: "not_found" });
  const form = await readForm(request);
  if (!form) return problem({ code: "invalid_input" });
  const fields = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const { ownReference, values, replyOption } = draft;
  const language = chooseLanguage(
    request.cookies.get(languageCookie)?.value,
    request.headers.get("accept-language"),
  );
  const wanted = plainFormSave(
    { ...fields, messageId: draft.id },
    { message: draft, ownReference, values, replyOption, language, now: now() },
  );
  const saved = wanted ? await save(actor, wanted) : null;
  const here = TASKS.find((task) => task === fields.part) ?? TASKS[0];
  const next = TASKS[TASKS.indexOf(here) + 1] ?? "check";
  const text = wanted?.part === "text" ? (wanted.input.language ?? null) : undefined;
  const other = saved?.ok ? text !== undefined && languageAfter(draft, text) : text;
  const place = other ? `text?language=${other}` : saved?.ok ? next : here;
  const location = `/messages/${draft.id}/${place}`;
  return new Response(null, { status: 303, headers: { location } });
}

function save(actor: PersonActor, { part, input }: LastSave) {
  switch (part) {
    case "recipient":
      return mutations.saveRecipient(actor, input);
    case "text":
      return mutations.saveText(actor, input);
    case "payment":
      return mutations.savePayment(actor, input);
    case "replies":
      return mutations.saveReplies(actor, input);
    case "delivery":
      return mutations.saveDelivery(actor, input);
  }
}

/** The newest save, for a page that learned that its own is old. */
export const GET = route<Params>("message:write", async (actor, _request, { messageId }) => {
  const id = messageIdSchema.safeParse(messageId);
  const draft = id.success ? await getDraft(actor, id.data) : null;
  if (!draft) return problem({ code: "not_found" });
  return Response.json(
    { lockNumber: draft.lockNumber, savedAt: draft.savedAt },
    { headers: { "cache-control": "no-store" } },
  );
});
