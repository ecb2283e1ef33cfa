import { receiveUpload } from "@/lib/attachments/mutations";
import { route } from "@/lib/auth/gate";

const handler = route<{ path?: string[] }>("message:write", receiveUpload, { write: true });

export { handler as POST, handler as PATCH, handler as HEAD, handler as DELETE };
