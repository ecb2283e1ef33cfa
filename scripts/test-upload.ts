/** A file sent to a draft in a test, a list of recipients unless told otherwise, by the portal's own upload, as browsers do. */
import type { UploadPurpose } from "@/lib/attachments/schema";
import { receiveUpload } from "@/lib/attachments/mutations";
import type { PersonActor } from "@/lib/auth/schema";

const UPLOADS = "http://localhost:3000/api/uploads";
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Answers the upload's id. */
export async function uploadTo(
  actor: PersonActor,
  messageId: string,
  fileName: string,
  content: Uint8Array,
  purpose: UploadPurpose = "recipients",
): Promise<string> {
  const tus = { "tus-resumable": "1.0.0" };
  const created = await receiveUpload(
    actor,
    new Request(UPLOADS, {
      method: "POST",
      headers: {
        ...tus,
        "upload-length": String(content.length),
        "upload-metadata": `purpose ${base64(purpose)},messageId ${base64(messageId)},fileName ${base64(fileName)}`,
      },
    }),
  );
  const location = created.headers.get("location") ?? "";
  const arrived = await receiveUpload(
    actor,
    new Request(new URL(location, UPLOADS), {
      method: "PATCH",
      headers: { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
      body: new Uint8Array(content),
    }),
  );
  if (arrived.status !== 204) throw new Error(`the upload answered ${arrived.status}`);
  return location.split("/").at(-1) ?? "";
}
