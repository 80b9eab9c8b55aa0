import { defineConfig } from "vitest/config";

/** The program's own setting for zod, so that the tests run what is shipped. */
const setupFiles = ["src/settings/interpreted-schemas.ts"];

export default defineConfig({
  test: {
    reporters: process.env["CI"] === "true" ? ["default", "json"] : ["default"],
    outputFile: { json: "test-report.json" },
    maxWorkers: 2,
    // `npm test` measures coverage in process; what the built program runs is not counted.
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "tools/**/*.ts"],
      exclude: ["src/**/generated/**"],
      reporter: ["text-summary"],
    },
    projects: [
      {
        test: {
          name: "fast",
          setupFiles,
          // The files share nothing that a test changes, and loading the modules once halves the run.
          isolate: false,
          include: ["test/**/*.test.ts"],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        // `npm run reliability`: the rows that are too slow for every run.
        test: {
          name: "matrix",
          setupFiles,
          include: ["test/matrix/**/*.matrix.ts"],
          testTimeout: 60_000,
          hookTimeout: 20_000,
        },
      },
      // Programs of others as hosts of the built server; each names what it needs.
      { test: { name: "hosts", include: ["test/**/*.host.ts"], testTimeout: 60_000 } },
      { test: { name: "live", include: ["test/**/*.live.ts"], testTimeout: 60_000 } },
    ],
  },
});
