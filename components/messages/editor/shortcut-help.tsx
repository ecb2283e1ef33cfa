"use client";

import { useTranslations } from "next-intl";
import { keysOf, shortcuts, type Shortcut } from "@/components/messages/editor/shortcuts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Which keys do what, for those who leave the mouse where it is. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations("messages.editor");
  const names = Object.keys(shortcuts) as Shortcut[];
  const label = (name: Shortcut) => {
    switch (name) {
      case "placeholder":
        return t("insert");
      case "rowBelow":
        return t("table.rowBelow");
      case "lineBreak":
      case "toolbar":
      case "nextCell":
      case "previousCell":
        return t(`keys.${name}`);
      default:
        return t(name);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("help")}
      actions={<Button onClick={onClose}>{t("keys.close")}</Button>}
    >
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5">
        {names.map((name) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-b border-line py-1">
            <dt>{label(name)}</dt>
            <dd>
              <kbd className="font-semibold">{keysOf(name)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
