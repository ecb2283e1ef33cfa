import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";

const PLACES = [
  { key: "services", href: "/services", name: "services" },
  { key: "types", href: "/message-types", name: "messageTypes" },
  { key: "templates", href: "/templates", name: "templates" },
  { key: "people", href: "/people", name: "people" },
  { key: "accounts", href: "/accounts", name: "accounts" },
] as const;

/** What whoever administers an organisation comes for. */
export function AdministratorHome() {
  const t = useTranslations("home.noMessages");
  const names = useTranslations("layout.navigation");
  return (
    <ul className="grid gap-5 md:grid-cols-2">
      {PLACES.map(({ key, href, name }) => (
        <li key={key} className="grid">
          <Card>
            <TextLink href={href} className="text-h2 font-semibold">
              {names(name)}
            </TextLink>
            <p className="mt-1.5">{t(key)}</p>
          </Card>
        </li>
      ))}
    </ul>
  );
}
