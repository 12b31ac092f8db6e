/** Matches the text of every file in which an environment variable is read, set or given to an image: in programs by a word for the environment, elsewhere by a name in upper case. */
export const variableHint = /[Ee][Nn][Vv]|\$\{?[A-Z_]|^[ \t]*(?:export[ \t]+)?[A-Z][A-Z\d_]*[ \t]*=|^[ \t]*(?:[A-Za-z]+[ \t]+)?[Aa][Rr][Gg]\s|decouple|starlette\.config/m;

/**
 * Environment variables that do not belong to the project: somebody else gives them their names, so that another name would
 * not be read, or not be set. Compared without case, as Windows does.
 */
interface Family {
  /** Whose they are, and where it says so. */
  readonly of: string;
  readonly names?: string;
  /** What their names begin with. */
  readonly prefixes?: string;
}

const families: readonly Family[] = [
  {
    // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
    of: "POSIX",
    names: `HOME PATH PWD OLDPWD USER LOGNAME SHELL TERM TMPDIR TMP TEMP TEMPDIR TZ TZDIR LANG LANGUAGE EDITOR VISUAL PAGER LESS MAIL MAILTO MAILER BROWSER HOSTNAME HOSTTYPE MACHTYPE
      OSTYPE ARCH UMASK COLUMNS LINES MANPATH INFOPATH CDPATH IFS DISPLAY WAYLAND_DISPLAY XAUTHORITY DESKTOP_SESSION DATEMSK FCEDIT FPATH NLSPATH POSIXLY_CORRECT LESSOPEN LESSCLOSE`,
    prefixes: "LC_ XDG_ SSH_ SUDO_ DBUS_ LD_ DYLD_ GPG_ GNUPG XCURSOR_ KDE_ GNOME_ GTK_ GDK_ QT_ SDL_ ALSA_ PULSE_ PIPEWIRE_ DRI_ LIBGL_ MESA_ VK_ __",
  },
  {
    // https://www.gnu.org/software/bash/manual/html_node/Shell-Variables.html
    of: "shells",
    names: `_ UID EUID GID PPID RANDOM SRANDOM SECONDS LINENO FUNCNAME FUNCNEST PIPESTATUS OPTARG OPTIND OPTERR REPLY MAPFILE DIRSTACK GROUPS SHELLOPTS SHLVL EPOCHSECONDS EPOCHREALTIME
      PROMPT_COMMAND PS0 PS1 PS2 PS3 PS4 TIMEFORMAT TMOUT GLOBIGNORE INPUTRC IGNOREEOF COPROC COPROC_PID CHILD_MAX EXECIGNORE BASHPID BASHOPTS BASH ZDOTDIR ARGV0 WORDCHARS HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTTIMEFORMAT HISTIGNORE HISTCMD SAVEHIST`,
    prefixes: "BASH_ COMP_ COMPREPLY ZSH_ READLINE_ KSH_ FISH_",
  },
  {
    // https://learn.microsoft.com/windows/deployment/usmt/usmt-recognized-environment-variables
    of: "Windows",
    names: `APPDATA LOCALAPPDATA USERPROFILE USERNAME USERDOMAIN USERDNSDOMAIN PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES PROGRAMDATA SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT HOMEDRIVE
      HOMEPATH COMPUTERNAME PUBLIC ALLUSERSPROFILE OS NUMBER_OF_PROCESSORS LOGONSERVER SESSIONNAME ONEDRIVE PSMODULEPATH DRIVERDATA`,
    prefixes: "PROCESSOR_ WSL COMMONPROGRAM PROGRAMFILES ONEDRIVE CHOCOLATEY MSYS MINGW CYGWIN",
  },
  {
    // https://no-color.org, https://force-color.org, https://bixense.com/clicolors
    of: "terminals",
    names: "COLORTERM NO_COLOR FORCE_COLOR CLICOLOR CLICOLOR_FORCE TMUX TMUX_PANE STY WINDOWID WT_SESSION WT_PROFILE_ID VTE_VERSION CONEMUANSI",
    prefixes: "TERM_ ITERM_ LC_TERMINAL KITTY_ KONSOLE_ ALACRITTY_ WEZTERM_ GHOSTTY_ VSCODE_ ZELLIJ",
  },
  {
    // https://curl.se/docs/manpage.html#ENVIRONMENT, https://docs.openssl.org/master/man3/SSL_CTX_load_verify_locations
    of: "proxies and certificates",
    names: "HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY SOCKS_PROXY WS_PROXY WSS_PROXY SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE REQUESTS_CA_BUNDLE",
    prefixes: "CURL_ OPENSSL_ GLOBAL_AGENT_",
  },
  {
    // What hosts give to every program: https://12factor.net/port-binding, https://devcenter.heroku.com/articles/dyno-metadata
    of: "hosts of programs",
    names: "PORT DATABASE_URL REDIS_URL DYNO K_SERVICE K_REVISION K_CONFIGURATION CF_PAGES FUNCTION_TARGET FUNCTION_NAME FUNCTION_REGION GAE_ENV LAMBDA_TASK_ROOT WEB_CONCURRENCY",
    prefixes: "HEROKU_ RENDER_ RAILWAY_ FLY_ VERCEL NETLIFY KUBERNETES_ GAE_ LAMBDA_ ECS_ WEBSITE_ WEBSITES_ CODESPACE GITPOD_ REPL_ REPLIT_ BALENA_ RESIN_ SPACE_ID HASSIO_ SUPERVISOR_TOKEN",
  },
  {
    // https://github.com/watson/ci-info
    of: "continuous integration",
    names: "CI CONTINUOUS_INTEGRATION BUILD_NUMBER BUILD_ID BUILD_URL JOB_NAME RUN_ID TF_BUILD WORKSPACE TRAVIS",
    prefixes: "CI_ GITHUB_ GH_ GITLAB_ CIRCLECI CIRCLE_ TRAVIS_ JENKINS_ BUILDKITE RUNNER_ ACTIONS_ APPVEYOR BITBUCKET_ DRONE_ TEAMCITY_ CODEBUILD_ CODECOV_ SEMAPHORE_ WOODPECKER_ GITEA_ FORGEJO_ RENOVATE_",
  },
  {
    // https://nodejs.org/api/cli.html#environment-variables, https://docs.npmjs.com/cli/using-npm/config#environment-variables
    of: "Node and its tools",
    names: `NODE_ENV NODE_OPTIONS NODE_PATH NODE_DEBUG NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_PENDING_DEPRECATION NODE_NO_WARNINGS NODE_REPL_HISTORY NODE_V8_COVERAGE NODE_APP_INSTANCE NODE_CONFIG
      NODE_CONFIG_DIR NODE_USE_ENV_PROXY NODE_CHANNEL_FD NODE_UNIQUE_ID NODE_VERSION NODE_TEST_CONTEXT NODE_COMPILE_CACHE NODE_ICU_DATA NODE_REDIRECT_WARNINGS DEBUG BABEL_ENV BROWSERSLIST INIT_CWD PM_ID`,
    prefixes: `NPM_ YARN_ PNPM_ BUN_ DENO_ COREPACK_ NVM_ VOLTA_ FNM_ BROWSERSLIST_ TS_NODE_ TSX_ JEST_ VITEST MOCHA_ CYPRESS_ PLAYWRIGHT_ PUPPETEER_ ESLINT_ PRETTIER_ WEBPACK_ BABEL_ STORYBOOK_ ELECTRON_ TURBO_ NX_
      PARCEL_ ESBUILD_ SWC_ PM2_ PRISMA_ DOTENV_ HUSKY_ CHOKIDAR_ SHARP_`,
  },
  {
    // What a bundler puts into a page must begin so: https://vite.dev/guide/env-and-mode, https://nextjs.org/docs/app/guides/environment-variables
    of: "frameworks",
    names: "MODE DEV PROD SSR",
    prefixes: "VITE_ NEXT_ REACT_APP_ NUXT_ NITRO_ VUE_APP_ GATSBY_ EXPO_ NG_APP_ PUBLIC_ SNOWPACK_PUBLIC_ REDWOOD_ENV_ ASTRO_ SVELTE REMIX_",
  },
  {
    // https://docs.python.org/3/using/cmdline.html#environment-variables
    of: "Python and its tools",
    names: "VIRTUAL_ENV VIRTUAL_ENV_PROMPT DJANGO_SETTINGS_MODULE WERKZEUG_RUN_MAIN OBJC_DISABLE_INITIALIZE_FORK_SAFETY",
    prefixes: "PYTHON PIP_ PIPENV_ PIPX_ CONDA_ MAMBA_ POETRY_ UV_ PDM_ PYENV_ PYTEST_ TOX_ NOX_ COVERAGE_ DJANGO_ FLASK_ UVICORN_ GUNICORN_ HYPERCORN_ CELERY_ STREAMLIT_ GRADIO_ JUPYTER IPYTHON MPL MYPY_ NUMBA_ RAY_ DASK_ SCRAPY_ _MEIPASS2",
  },
  {
    // https://pytorch.org/docs/stable/torch_environment_variables.html, https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
    of: "numbers and models",
    names: "TOKENIZERS_PARALLELISM LOCAL_RANK WORLD_SIZE RANK MASTER_ADDR MASTER_PORT",
    prefixes: "CUDA_ CUBLAS_ CUDNN_ NVIDIA_ NCCL_ HIP_ HSA_ ROCM_ OMP_ MKL_ OPENBLAS_ BLIS_ VECLIB_ NUMEXPR_ TF_ KERAS_ TORCH_ TORCHINDUCTOR_ PYTORCH_ XLA_ JAX_ HF_ HUGGINGFACE_ HUGGING_FACE_ TRANSFORMERS_ DIFFUSERS_ OLLAMA_ LANGCHAIN_ LANGSMITH_ WANDB_ MLFLOW_ OPENCV_",
  },
  {
    // What a client library or program of the service reads by itself: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html and the like.
    of: "services",
    names: "KUBECONFIG CLOUDSDK_CONFIG",
    prefixes: `AWS_ AMAZON_ AZURE_ GOOGLE_ GCLOUD_ GCP_ CLOUDSDK_ FIREBASE_ DIGITALOCEAN_ CLOUDFLARE_ CF_ WRANGLER_ LINODE_ HCLOUD_ OPENAI_ ANTHROPIC_ CLAUDE_ GEMINI_ VERTEX_ COHERE_ MISTRAL_ GROQ_ DEEPSEEK_ OPENROUTER_ XAI_
      TOGETHER_ REPLICATE_ ELEVENLABS_ STRIPE_ TWILIO_ SENDGRID_ SENTRY_ SLACK_ SUPABASE_ DATADOG_ DD_ NEW_RELIC_ HONEYCOMB_ OTEL_ PROMETHEUS_ GF_ INFLUX_ ALGOLIA_ AUTH0_ NGROK_ TS_AUTHKEY TAILSCALE_`,
  },
  {
    // https://www.postgresql.org/docs/current/libpq-envars.html, https://dev.mysql.com/doc/refman/8.4/en/environment-variables.html
    of: "clients of databases",
    names: `PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS PGAPPNAME PGSSLMODE PGSSLCERT PGSSLKEY PGSSLROOTCERT PGSSLCRL PGREQUIRESSL PGCONNECT_TIMEOUT PGCLIENTENCODING
      PGTZ PGDATA PGDATESTYLE PGSYSCONFDIR PGREQUIREPEER PGKRBSRVNAME PGTARGETSESSIONATTRS PGCHANNELBINDING PSQLRC PSQL_HISTORY MYSQL_PWD MYSQL_HOME MYSQL_TCP_PORT MYSQL_UNIX_PORT REDISCLI_AUTH REDISCLI_HISTFILE`,
  },
  {
    // https://docs.docker.com/reference/cli/docker/#environment-variables, https://docs.docker.com/compose/how-tos/environment-variables/envvars
    of: "containers and operations",
    names: "TARGETARCH TARGETOS TARGETPLATFORM TARGETVARIANT BUILDARCH BUILDOS BUILDPLATFORM DEBIAN_FRONTEND PUID PGID",
    prefixes: "DOCKER_ COMPOSE_ BUILDKIT PODMAN_ HELM_ ANSIBLE_ VAGRANT_ TERRAFORM_ PACKER_ CONSUL_ NOMAD_ VAULT_ S6_ TRAEFIK_ NGINX_ENVSUBST_",
  },
  {
    // https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Environment%20variables%20in%20spawned%20processes, https://supervisord.org/subprocess.html#subprocess-environment
    of: "managers of services",
    names: "MAINPID MANAGERPID INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET RUNTIME_DIRECTORY STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY CREDENTIALS_DIRECTORY SERVICE_RESULT EXIT_CODE EXIT_STATUS WATCHDOG_PID WATCHDOG_USEC LISTEN_FDS LISTEN_PID LISTEN_FDNAMES SUPERVISOR_ENABLED SUPERVISOR_PROCESS_NAME SUPERVISOR_GROUP_NAME SUPERVISOR_SERVER_URL",
    prefixes: "SYSTEMD_ LAUNCHD_ XPC_",
  },
  {
    of: "compilers and other tools",
    names: `CC CXX CPP LD AR AS NM RANLIB STRIP CFLAGS CXXFLAGS CPPFLAGS LDFLAGS LIBS MAKE MAKEFLAGS MAKELEVEL MAKEFILES MAKEFILE_LIST MAKECMDGOALS MAKEOVERRIDES CURDIR MFLAGS DESTDIR PREFIX GOPATH GOROOT GOOS GOARCH GOFLAGS GOPROXY GOBIN CGO_ENABLED RUSTFLAGS CLASSPATH
      SOURCE_DATE_EPOCH`,
    prefixes: "GIT_ HOMEBREW_ CARGO_ RUSTC_ RUSTUP_ RUST_ JAVA_ JDK_ MAVEN_ GRADLE_ ANDROID_ FLUTTER_ DART_ DOTNET_ ASPNETCORE_ NUGET_ PHP_ COMPOSER_ RUBY GEM_ BUNDLE_ RAILS_ RACK_ RBENV_ PERL CMAKE_ PKG_CONFIG MACOSX_DEPLOYMENT_TARGET XCODE_ SDKROOT LLVM_ CCACHE_ CHROME_ FFMPEG_ GST_ FZF_ STARSHIP_ DIRENV_",
  },
];

const list = (text: string | undefined): readonly string[] => (text ?? "").split(/\s+/u).filter((word) => word !== "").map((word) => word.toUpperCase());

const names = new Set(families.flatMap((family) => list(family.names)));
const prefixes = families.flatMap((family) => list(family.prefixes));

/** Whether an environment variable has its name from somebody else: the system, a host, a tool, a library that reads it. */
export function isForeignVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return names.has(upper) || prefixes.some((prefix) => upper.startsWith(prefix));
}

/** Whether a text can be the name of a setting of a program: letters, digits and underscores, more than one of them. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_]\w+$/u.test(text);
}

/** The words that say the same in the names of settings, by the one that is kept. */
const synonyms: Readonly<Record<string, string>> = {
  POSTGRES: "DB",
  POSTGRESQL: "DB",
  DATABASE: "DB",
  PASSWORD: "PASS",
  PASSWD: "PASS",
  PWD: "PASS",
  USERNAME: "USER",
  HOSTNAME: "HOST",
  URI: "URL",
  DIRECTORY: "DIR",
  FOLDER: "DIR",
  DBNAME: "DB_NAME",
};

/** What a setting is about, whatever words its name uses: `POSTGRES_PASSWORD` and `DB_PASSWORD` are `DB_PASS`; `POSTGRES_DB` is `DB_NAME`. */
export function subjectOf(name: string): string {
  const words = name.toUpperCase().split("_").filter((word) => word !== "").map((word) => synonyms[word] ?? word);
  const subject = words.join("_");
  return subject === "DB_DB" ? "DB_NAME" : subject;
}

/** A new name for a variable that begins with a prefix. Variables of one subject get one name. */
export function proposeName(name: string, prefix: string, all: Iterable<string>): string {
  const subject = subjectOf(name);
  const isShared = [...all].some((other) => other !== name && subjectOf(other) === subject);
  return `${prefix}${isShared ? subject : name.toUpperCase()}`;
}
