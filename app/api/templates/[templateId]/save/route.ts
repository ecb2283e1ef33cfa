import { fieldsOf, problem, route } from "@/lib/auth/gate";
import { readJson } from "@/lib/request-body";
import { getTemplate } from "@/lib/templates/data";
import { writeTemplate } from "@/lib/templates/mutations";
import { templateIdSchema, writeTemplateSchema } from "@/lib/templates/schema";

/** The last save of a page that is being left, because browsers let only a plain request outlive its page. */
export const POST = route<{ templateId: string }>(
  "template:write",
  async (actor, request) => {
    const parsed = writeTemplateSchema.safeParse(await readJson(request));
    if (!parsed.success) return problem({ code: "invalid_input", fields: fieldsOf(parsed.error) });
    const saved = await writeTemplate(actor, parsed.data);
    return saved.ok ? Response.json(saved.value) : problem(saved.refusal);
  },
  { write: true },
);

/** The newest save, for a page that learned that its own is old. */
export const GET = route<{ templateId: string }>(
  "template:write",
  async (actor, _request, { templateId }) => {
    const id = templateIdSchema.safeParse(templateId);
    const template = id.success ? await getTemplate(actor, id.data) : null;
    if (!template?.mayWrite) return problem({ code: "not_found" });
    return Response.json(
      { lockNumber: template.lockNumber, savedAt: template.savedAt },
      { headers: { "cache-control": "no-store" } },
    );
  },
);
