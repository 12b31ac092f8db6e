/** What a shell, a login or a terminal sets by itself. https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html, https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html */
const known = new Set(
  `PATH HOME PWD OLDPWD IFS USER LOGNAME SHELL SHLVL TERM COLORTERM COLUMNS LINES LANG LANGUAGE TZ TMPDIR EDITOR VISUAL PAGER MAIL DISPLAY HOSTNAME HOSTTYPE MACHTYPE OSTYPE
  UID EUID GROUPS PPID RANDOM SRANDOM LINENO SECONDS EPOCHSECONDS EPOCHREALTIME OPTARG OPTIND OPTERR REPLY MAPFILE DIRSTACK FUNCNAME PIPESTATUS CDPATH ENV FCEDIT FIGNORE GLOBIGNORE
  HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE HISTTIMEFORMAT INPUTRC POSIXLY_CORRECT PROMPT PROMPT_COMMAND PS0 PS1 PS2 PS3 PS4 RPROMPT TIMEFORMAT TMOUT EXECIGNORE CHILD_MAX
  COPROC COMPREPLY WORDCHARS FPATH MANPATH INFOPATH ZDOTDIR SUDO_USER SUDO_UID SUDO_GID SUDO_COMMAND SSH_AUTH_SOCK SSH_AGENT_PID SSH_CLIENT SSH_CONNECTION SSH_TTY`.split(/\s+/u),
);

/** Whether a variable is one of the shell, the login or the terminal rather than of a program. */
function isShellVariable(name: string): boolean {
  return known.has(name) || /^(?:BASH|COMP|LC|READLINE|ZSH|XDG)(?:_|$)/u.test(name);
}

/** Whether a name is one that programs give the variables of their environment: in upper case, and none of the shell's own. */
export function isEnvironmentName(name: string): boolean {
  return /^[A-Z][A-Z\d_]*$/u.test(name) && !isShellVariable(name);
}
