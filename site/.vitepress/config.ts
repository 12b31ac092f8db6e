import { join } from "node:path";
import { defineConfig } from "vitepress";
import { home, pages, placeOf, rewrites, sidebar, slugOf } from "./pages.ts";

const repository = "https://github.com/eslint-plugin-portability/eslint-plugin-portability";

// Of the sources, only what pages.ts lists becomes a page.
export default defineConfig({
  title: "portability",
  description: "Finds what is only true on one machine, in every language of a code base, and rewrites it.",
  lang: "en",
  head: [["link", { rel: "icon", href: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' fill='%233451b2'/%3E%3C/svg%3E" }]],
  base: process.env["SITE_BASE"] ?? "/",
  srcDir: home,
  srcExclude: ["!(docs|site)/**/*.md", "!(README|CHANGELOG|CONTRIBUTING).md"],
  rewrites: { ...rewrites },
  outDir: join(home, ".cache/site/dist"),
  cacheDir: join(home, ".cache/site/vite"),
  cleanUrls: true,
  // What the playground runs is made beside the pages: `node site/engine.mjs`.
  vite: { publicDir: join(home, ".cache/site/public"), build: { chunkSizeWarningLimit: 1_000 } },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: slugOf },
    languageAlias: { gitignore: "ini", crontab: "ini" },
    config(markdown) {
      markdown.core.ruler.push("links-of-the-repository", ({ tokens, env }: { tokens: { children: { type: string; attrGet(name: string): string | null; attrSet(name: string, value: string): void }[] | null }[]; env: { path: string; realPath?: string } }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          if (token.type === "link_open") token.attrSet("href", placeOf(token.attrGet("href") ?? "", env.realPath ?? env.path));
          // Have: `{{ load("x") }}`, which Vue would run.
          if (token.type === "code_inline") token.attrSet("v-pre", "");
        }
      });
    },
  },
  themeConfig: {
    nav: [
      { text: "Getting started", link: "/start" },
      { text: "Rules", link: "/rules/" },
      { text: "Playground", link: "/playground" },
      { text: "Changelog", link: "/changelog" },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repository }],
    editLink: { pattern: `${repository}/edit/main/:path`, text: "Change this page on GitHub" },
    footer: { message: "MIT licence. Nothing on this site asks another server for anything." },
  },
  transformPageData(data) {
    if (!pages.has(data.relativePath.replace(/\.md$/u, ""))) throw new Error(`${data.relativePath} is no page that site/.vitepress/pages.ts knows`);
  },
});
