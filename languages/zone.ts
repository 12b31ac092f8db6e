import picomatch from "picomatch";
import { zoneNames, type Settings } from "../settings.ts";
import type { Zone } from "./site.ts";

/** Which files belong to which zone, by the customs of the ecosystems. A file is `source` when nothing here names it. */
const customs: Readonly<Record<Exclude<Zone, "source">, readonly string[]>> = {
  generated: [
    "**/{node_modules,bower_components,vendor,vendored,_vendor,_vendored,third_party,site-packages,venv,.venv,dist,build,out,target,coverage,htmlcov,__pycache__,.next,.nuxt,.svelte-kit,.output,.turbo,.cache,.yarn,storybook-static}/**",
    "**/.pnp.{cjs,loader.mjs}",
    "**/*.min.{js,mjs,cjs,css}",
    "**/*.{generated,gen}.*",
    "**/*{_pb2,_pb2_grpc}.py",
    "**/*.bundle.js",
    "**/*.sarif",
    "**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,poetry.lock,Pipfile.lock,uv.lock,Cargo.lock,composer.lock}",
  ],
  test: [
    "**/{test,tests,testing,__tests__,spec,specs,e2e,fixture,fixtures,__fixtures__,mock,mocks,__mocks__,testdata,test-data,test_data,__snapshots__,cypress,playwright}/**",
    "**/*.{test,spec,e2e,cy,bench,benchmark}.*",
    "**/*{_test,_spec,_tests}.{py,js,ts,sh,mjs,cjs}",
    "**/{test_,test-}*.{py,js,ts,mjs,cjs,jsx,tsx}",
    "**/{conftest.py,jest.setup.*,vitest.setup.*,setupTests.*}",
  ],
  example: [
    "**/{example,examples,sample,samples,demo,demos,sandbox,playground,playgrounds,stories,__stories__}/**",
    "**/*.{example,sample,dist,template,tmpl}",
    "**/*.{example,sample}.*",
    "**/{example,sample}{-,_,.}*",
    "**/*{-example,_example,-sample,_sample}.*",
    "**/*.stories.*",
  ],
  docs: [
    "**/{doc,docs,documentation,wiki,man}/**",
    "**/*.{md,mdx,markdown,rst,adoc,txt}",
    "**/.{github,gitea,gitlab,forgejo}/{ISSUE_TEMPLATE,DISCUSSION_TEMPLATE,issue_template,issue_templates}/**",
    "**/{README,CHANGELOG,CONTRIBUTING,LICENSE,NOTICE,AUTHORS}*",
  ],
  config: [
    "**/*.{ini,conf,cfg,cnf,toml,yaml,yml,json,json5,jsonc,properties,env,plist,service,timer,socket,xml}",
    "**/{sites-available,sites-enabled,logrotate.d}/**",
    "**/*.logrotate",
    "**/{.env,.env.*,.*rc,Dockerfile,Dockerfile.*,*.Dockerfile}",
    "**/*.config.{js,mjs,cjs,ts,mts,cts}",
    "**/environments/environment*.ts",
  ],
  script: ["**/{script,scripts,bin,tools,tool,hack,ops,deploy}/**", "**/*.{sh,bash,zsh,ksh,ps1,bat,cmd}", "**/{Makefile,GNUmakefile,makefile,*.mk}"],
};

const marker = /@generated\b|\bDO NOT EDIT\b|\bautomatically generated\b|\bauto-generated\b/iu;
/** What a program notes in the data that it writes. */
const stamp = /"(?:(?:generated|exported)_?(?:at|by|on)"\s*:|timestamp"\s*:\s*"?\d{4})/iu;
/** What Sphinx, Doxygen, rustdoc, word processors and others note in the pages that they write, and browsers in those that they save. */
const pageStamp = /<meta\s[^<>]{0,100}\bname=["']?generator\b|<!--\s?saved from url=/iu;
const headLength = 1_000;

type Matcher = (path: string) => boolean;

const customMatchers = new Map<Zone, Matcher>();
const ownMatchers = new WeakMap<Settings, readonly (readonly [Zone, Matcher])[]>();

/** Tells the zone of a file from its path, relative to the project root, and the head of its text. */
export function zoneOf(path: string, text: string, settings: Settings): Zone {
  for (const [zone, matches] of own(settings)) if (matches(path)) return zone;
  for (const zone of zoneNames) {
    if (zone === "source") break;
    if (custom(zone)(path)) return zone;
    if (zone === "generated" && (marker.test(text.slice(0, headLength)) || isStamped(path, text) || isMinified(path, text))) return zone;
  }
  return "source";
}

function isStamped(path: string, text: string): boolean {
  if (/\.x?html?$/iu.test(path)) return pageStamp.test(text.slice(0, headLength));
  return path.endsWith(".json") && (stamp.test(text.slice(0, headLength)) || stamp.test(text.slice(-headLength)));
}

/** Whether a script was packed: nearly all of it stands in lines that nobody would write. */
function isMinified(path: string, text: string): boolean {
  if (text.length < 5_000 || !/\.[cm]?js$/u.test(path)) return false;
  let inLongLines = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    if (end - start > 300) inLongLines += end - start;
    start = end + 1;
  }
  return inLongLines > text.length * 0.8;
}

function custom(zone: Exclude<Zone, "source">): Matcher {
  let matches = customMatchers.get(zone);
  if (!matches) {
    matches = picomatch([...customs[zone]], { dot: true });
    customMatchers.set(zone, matches);
  }
  return matches;
}

function own(settings: Settings): readonly (readonly [Zone, Matcher])[] {
  let matchers = ownMatchers.get(settings);
  if (!matchers) {
    matchers = zoneNames.flatMap((zone) => {
      const globs = settings.zones[zone];
      return globs && globs.length > 0 ? [[zone, picomatch([...globs], { dot: true })] as const] : [];
    });
    ownMatchers.set(settings, matchers);
  }
  return matchers;
}
