import type { Catalogue } from "@/lib/text/catalogue";
import type { formats } from "@/lib/text/formats";
import type { Locale as PortalLocale } from "@/lib/text/languages";

declare module "use-intl/core" {
  interface AppConfig {
    Locale: PortalLocale;
    Messages: Catalogue;
    Formats: typeof formats;
  }
}
