/** `portability --help`. */
export const generalHelp = `Usage: portability <command> [options] [paths]

Finds what is only true on one machine - home paths, Homebrew paths, private
addresses, configuration that is written at run time - and rewrites it.

Commands:
  init       give a project what it lacks: module, configuration, hook
  audit      say what is there; writes nothing
  migrate    show what would be rewritten; with --write, rewrite it
  variables  propose names for environment variables; writes nothing
  verify     run a command and say which configuration files it wrote
  smoke      say whether services, endpoints, ports and database answer

Paths are files and folders of the project; without any, all of it.
Ignored files, eslint.config.js, disable comments and eslint-suppressions.json
are respected. 'portability <command> --help' tells the options.

Exit codes: 0 nothing found or left, 1 findings, 2 trouble (a file that cannot
be read or parsed, a wrong setting, a wrong option). 'verify' has 3 too.
`;

/** `portability init --help`. */
export const initHelp = `Usage: portability init [options]

Looks at the project and shows what it lacks: the shared module in its languages,
config.default.json, config.local.json (which git is told to ignore), a
.env.example with every variable that its programs read, eslint.config.js and a
hook that looks at each commit. Asks, then writes. What is there already stays
as it is; only .gitignore and .env.example get lines.

  --yes, -y        take what is proposed, ask nothing and write
  --prefix NAME    what names of environment variables begin with, such as APP_
  --guards         also scripts to start, check and back up the project on
                   another machine, its RUNBOOK.md, deploy/server.env.example
                   and portability.smoke.json
  --check          only say what is missing or does not fit together
  -h, --help       this text

Without a terminal and without --yes it shows and writes nothing.

Exit codes: 0 nothing is missing, or it was written; 1 something is missing;
2 trouble (a file that cannot be written, a wrong setting or option).
`;

/** `portability audit --help`. */
export const auditHelp = `Usage: portability audit [options] [paths]

Says what is only true on one machine, and what would stand there instead.

  --format FORMAT    how to say it: text (as it is without this option), json,
                     sarif, or github for annotations in a workflow; as a
                     document: html for a page to look at, or markdown
  --output FILE      write the report there, at once
  --only RULE        only this rule; may be given several times
  --fail-on WHAT     when not to exit with 0: findings (as it is without this
                     option), trouble, nothing
  --silenced         with --format sarif: also what comments and
                     eslint-suppressions.json silence, as suppressions;
                     html and markdown tell it in any case
  --staged           only what is about to be committed, as git has it staged:
                     for a hook; what is not staged is not seen
  --suppress-all     note what is there in eslint-suppressions.json, beside what
                     ESLint noted: from then on only new findings are told
  --prune-suppressions  take out of it what is not there any more
  -h, --help         this text

What is said of a file is the same whichever paths are given: what depends on
other files is taken from the whole project.

Examples:
  portability audit
  portability audit --only no-user-path src scripts/start.py
  portability audit --format html --output portability.html
  portability audit --format sarif --output portability.sarif
`;

/** `portability migrate --help`. */
export const migrateHelp = `Usage: portability migrate [options] [paths]

Shows the rewrite as a diff, and what is left with the reason. Writes nothing
unless told to. With --interactive it asks of each place and writes at the end,
after one more yes; answers are kept in the folder of git (without git in
.portability/), and the next start asks what is not answered or has changed.

  --write            write the files
  -i, --interactive  ask of one place after the other, then write what was
                     agreed to; what was answered is kept if you stop
  --changes          also make the edits that are meant to change what the
                     program does, such as taking out a save
  --only RULE        only this rule; may be given several times
  --patch FILE       save the diff
  --summary FILE     save a summary for a pull request, in Markdown
  --left FILE        save a page of what is left, each place with why and how it
                     is done by hand, in Markdown
  --allow-dirty      write although git has changes that are not committed
  --commit           with --write or --interactive: one commit for the shared
                     module, then one for each rule
  --check COMMAND    with --write or --interactive: run this after each step;
                     stop when it fails
  -h, --help         this text

Every edit is either 'same' (it gives the value that stood there, on the machine
where it was written) or 'changes' (it is meant to behave otherwise). Only
'same' edits are made without --changes.

Examples:
  portability migrate
  portability migrate --write
  portability migrate --interactive --commit --summary summary.md
  portability migrate --write --changes --commit --check "npm test"
`;

/** `portability variables --help`. */
export const variablesHelp = `Usage: portability variables [paths]

Prints a name with the project's prefix for every environment variable that
lacks it, as JSON for settings.portability.variables. Names that seem to be one
setting get one name. Read it before you take it over: 'portability migrate'
renames what is in the settings, and nothing else.

  -h, --help         this text
`;

/** `portability verify --help`. */
export const verifyHelp = `Usage: portability verify [options] -- COMMAND...

Runs a command, such as the tests or a start script, and says which of the
project's configuration files were written, replaced, created or removed while
it ran, and by which process. Bytes that are the same, and writes that are
undone, count as well.

  --for TIME           end the command after this time: 30s, 500ms, 2m
  --trace              ask strace (Linux): exact, and also tells which files in
                       somebody's home or a Homebrew folder were opened
  --except GLOB        files that may be written; may be given several times
  --format text|json   how to say it (text)
  -h, --help           this text

Examples:
  portability verify -- npm test
  portability verify --trace -- python3 -m pytest
  portability verify --for 30s -- supervisord -n -c ops/supervisord.conf

Exit codes: 0 nothing was written, 1 something was, 2 trouble (a wrong option,
no such program, no strace), 3 nothing was written but the command failed.
With --format json the command's output goes to standard error.
`;

/** `portability smoke --help`. */
export const smokeHelp = `Usage: portability smoke [options]

Makes the checks that portability.smoke.json names: programs of supervisor that
are to run, requests and their answers, ports that are taken or free, a
PostgreSQL that answers. The nearest such file at or above this folder is read.

  --file FILE          another file
  --base-url URL       what the paths of requests are added to
  --env FILE           variables for the file, in dotenv form; those that are set
                       already go before
  --wait TIME          try again until all is green, for so long: 30s, 2m
  --format text|json   how to say it (text)
  -h, --help           this text

Examples:
  portability smoke
  portability smoke --env .env --wait 30s
  portability smoke --base-url https://station.example.org --format json

Exit codes: 0 all is green, 1 a check has failed, 2 trouble (no such file, or
one that cannot be understood; all that is wrong with it is told).
`;
