/** POST /ebox/searchMessageStatus: was the main content opened? A yes or no, never a time. */
import { jsonAnswer, type Answer } from "../http/answer";
import { jsonOf, type SandboxRequest } from "../http/request";
import type { State } from "../state";
import { belgianDateTime } from "./dates";
import { numberOf } from "./message";
import { messagesStatusRequest, schemaMessage, type EboxId } from "./schema";
import { invalidInput, notFound, refusalAnswer } from "./status-message";

function numberAsked(eboxId: EboxId): string {
  if ("eboxIdValue" in eboxId) return eboxId.eboxIdValue;
  return numberOf(eboxId);
}

/** Messages of other senders, and pairs that do not belong together, are left out as if they did not exist. */
export function searchMessageStatus(
  request: SandboxRequest,
  callerNumber: string,
  state: State,
): Answer {
  const parsed = messagesStatusRequest.safeParse(jsonOf(request));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const found = parsed.data.flatMap(({ messageId, eboxId }) => {
    const message = state.findMessage(messageId);
    const isOwn =
      message !== undefined &&
      numberOf(message.sender) === callerNumber &&
      message.recipient.eboxType === eboxId.eboxType &&
      numberOf(message.recipient) === numberAsked(eboxId);
    if (!isOwn) return [];
    return [
      {
        messageId,
        eboxId,
        readStatus: message.readAt !== undefined,
        expirationDate: belgianDateTime(message.expirationDate),
        visible: message.isVisible,
      },
    ];
  });
  // 201 is what the contract says for this search.
  return found.length === 0 ? refusalAnswer(notFound("Messages")) : jsonAnswer(201, found);
}
