/** Whether a text is one of nginx, by what stands at the beginning of its lines. */
export function isNginx(text: string): boolean {
  const head = text.slice(0, 20_000);
  if (isSupervisors(head)) return false;
  return /^[ \t]*(?:server|http|events|stream|upstream[ \t]+[\w.-]{1,100}|location[ \t]+[^\s{}][^{}\n]{0,200})[ \t]{0,20}(?:\r?\n[ \t]{0,20})?\{/mu.test(head);
}

/** Whether a text is one of supervisor. */
export function isSupervisors(text: string): boolean {
  return /^[ \t]*\[(?:program|group|eventlistener|fcgi-program|rpcinterface):|^[ \t]*\[(?:supervisord|supervisorctl|unix_http_server|inet_http_server|include)\]/mu.test(text.slice(0, 20_000));
}
