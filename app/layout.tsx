import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-sans-3/wght-italic.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { TextProvider } from "@/components/layout/text-provider";

export async function generateMetadata(): Promise<Metadata> {
  const product = (await getTranslations("layout"))("product");
  return {
    title: { default: product, template: `%s – ${product}` },
    robots: { index: false, follow: false },
    // iOS would turn enterprise numbers and references into telephone links.
    formatDetection: { telephone: false, date: false, address: false, email: false },
  };
}

export const viewport: Viewport = { themeColor: "#12263a" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()}>
      <body>
        <TextProvider>{children}</TextProvider>
      </body>
    </html>
  );
}
