import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { DeliveryForm } from "@/components/messages/delivery-form";
import { isRegisteredStopped } from "@/lib/messages/data";
import { languageOf } from "@/lib/text/languages";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("delivery") };
}

export default async function DeliveryPage(props: StepProps) {
  const { actor, draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const { recipients, registeredOpenTo } = draft;
  return (
    <TextProvider sections={["messages", "deliveries"]}>
      <ComposerFrame draft={draft} {...frame} current="delivery">
        <DeliveryForm
          version={version}
          isFromCheck={isFromCheck}
          deliveryChoice={draft.deliveryChoice}
          recipientKinds={recipients.kinds}
          registeredOpenTo={registeredOpenTo}
          typeName={draft.messageType.name[languageOf(await getLocale())]}
          isStopped={await isRegisteredStopped(actor)}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
