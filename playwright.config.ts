import { defineConfig, devices } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 3300);
const sandboxPort = Number(process.env.E2E_SANDBOX_PORT ?? 3400);
const dataDir = process.env.E2E_DATA_DIR ?? ".data/test";

// Read by the fixtures too, which reach the sandbox and the database directly.
process.env.E2E_PORTAL_URL = `http://localhost:${port}`;
process.env.E2E_SANDBOX_URL = `http://localhost:${sandboxPort}`;
process.env.E2E_DATA_DIR = dataDir;

/** A browser that talks to the portal and to nobody else. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["line"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.E2E_PORTAL_URL,
    locale: "nl-BE",
    timezoneId: "Europe/Brussels",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: quiet,
    },
  },
  projects: [
    { name: "chromium", testIgnore: /afterwards/ },
    // Looks at what all the others left behind.
    { name: "afterwards", testMatch: /afterwards/, dependencies: ["chromium"] },
  ],
  webServer: {
    // The whole product on a database of its own: see scripts/start.ts.
    command: "node --import tsx scripts/start.ts --mode test --reset",
    env: {
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: dataDir,
      PORTAL_URL: process.env.E2E_PORTAL_URL,
      DATABASE_URL: "",
      PORTAL_STARTED_AT: "",
    },
    // The portal answers before its people are there: "Ready" is said when everything is.
    wait: { stdout: /\bReady\b/ },
    stdout: "pipe",
    stderr: "pipe",
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
