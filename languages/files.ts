import type { LanguageName } from "./site.ts";

/** A language and the globs of its files. */
export interface LanguageFiles {
  readonly name: LanguageName;
  readonly files: readonly string[];
}

/** Notations of values: configuration, units, manifests. */
export const dataFiles: readonly LanguageFiles[] = [
  { name: "json", files: ["**/*.{json,jsonc,json5,code-workspace,webmanifest}", "**/.{babelrc,swcrc}"] },
  { name: "yaml", files: ["**/*.{yaml,yml}"] },
  { name: "toml", files: ["**/*.toml", "**/{Pipfile,telegraf.conf}", "**/telegraf.d/*.conf"] },
  { name: "dotenv", files: ["**/.env", "**/.env.*", "**/*.env"] },
  { name: "plist", files: ["**/*.plist"] },
  { name: "dockerfile", files: ["**/{Dockerfile,Containerfile}", "**/{Dockerfile,Containerfile}.*", "**/*.{dockerfile,Dockerfile}"] },
  { name: "systemd", files: ["**/*.{service,timer,socket,mount,automount,path}", "**/*.{service,timer,socket}.d/*.conf"] },
  { name: "crontab", files: ["**/crontab", "**/*.{cron,crontab}", "**/{cron.d,crontabs}/*"] },
  { name: "makefile", files: ["**/{Makefile,GNUmakefile,makefile}", "**/*.mk"] },
  { name: "nginx", files: ["**/nginx*.conf", "**/nginx/**/*.conf", "**/sites-{available,enabled}/*"] },
  { name: "logrotate", files: ["**/logrotate.d/*", "**/*.logrotate", "**/logrotate*.conf"] },
];

/** Pages and documents. */
export const markupFiles: readonly LanguageFiles[] = [
  { name: "html", files: ["**/*.{html,htm,xhtml}", "**/*.{html,htm}.{j2,jinja,jinja2,ejs,erb,hbs,mustache}"] },
  { name: "markdown", files: ["**/*.{md,markdown}"] },
];

/** Components, which are read as JavaScript. ESLint has them from the parsers of their frameworks, so that no preset is for them. */
export const componentFiles: readonly string[] = ["**/*.{vue,svelte,astro}"];

/** Every language. Without the readers, so that whoever only loads the plugin does not wait for them. */
export const languageFiles: readonly LanguageFiles[] = [
  { name: "javascript", files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"] },
  { name: "python", files: ["**/*.{py,pyi,pyw}"] },
  { name: "ini", files: ["**/*.{ini,cfg}", "**/supervisord*.conf", "**/supervisor/**/*.conf", "**/supervisor*.conf", "**/conf.d/*.conf"] },
  { name: "shell", files: ["**/*.{sh,bash,zsh,ksh,command}", "**/*.{sh,bash}.{mustache,j2,erb,tpl}", "**/.{bashrc,zshrc,profile,bash_profile,bash_aliases,zprofile,zshenv}"] },
  ...dataFiles,
  ...markupFiles,
];
