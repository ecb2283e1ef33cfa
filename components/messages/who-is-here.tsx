"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { LiveData } from "@/components/layout/live-data";
import { Icon } from "@/components/ui/icon";
import { presenceQuery } from "@/lib/messages/presence/queries";

/** The names of the others who have this draft open just now; nothing while one is alone. */
export function WhoIsHere({ messageId }: { messageId: string }) {
  return (
    <LiveData>
      <Names messageId={messageId} />
    </LiveData>
  );
}

function Names({ messageId }: { messageId: string }) {
  const t = useTranslations("messages.here");
  const format = useFormatter();
  const others = useQuery(presenceQuery(messageId)).data?.others ?? [];
  return (
    <div role="status">
      {others.length > 0 && (
        <p className="mb-4 flex items-start gap-2 rounded bg-attention-tint px-4 py-2.5 text-small">
          <Icon name="attention" size={18} className="mt-0.75 flex-none text-attention" />
          <span>{t("others", { names: format.list(others, "and"), count: others.length })}</span>
        </p>
      )}
    </div>
  );
}
