import { mayUploadTo } from "@/lib/attachments/mutations";
import { fileRefusal } from "@/lib/attachments/rules";
import { ATTACHMENT_MEGABYTES, uploadMetadataSchema } from "@/lib/attachments/schema";
import { route } from "@/lib/auth/gate";
import { serveUpload } from "@/lib/gateways/uploads";

const handler = route<{ path?: string[] }>(
  "message:write",
  (actor, request) =>
    serveUpload(request, { maxSize: ATTACHMENT_MEGABYTES * 1024 * 1024 }, async (metadata) => {
      const parsed = uploadMetadataSchema.safeParse(metadata);
      if (!parsed.success || fileRefusal({ name: parsed.data.fileName, size: 1 })) return false;
      return mayUploadTo(actor, parsed.data.messageId);
    }),
  { write: true },
);

export { handler as POST, handler as PATCH, handler as HEAD, handler as DELETE };
