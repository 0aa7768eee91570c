import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "pure",
          root: ".",
          include: ["test/mail/**/*.test.ts", "test/ticket/**/*.test.ts", "test/tidy.test.ts"],
        },
      },
    ],
  },
});
