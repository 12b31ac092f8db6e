/**
 * Whether supervisord reads this section, and so expands `%(here)s` and `%(ENV_X)s` in it.
 * Source: http://supervisord.org/configuration.html
 */
export function isSupervisorSection(section: string): boolean {
  return /^(?:(?:program|eventlistener|fcgi-program|group|rpcinterface):|(?:supervisord|supervisorctl|unix_http_server|inet_http_server|include)$)/u.test(section);
}
