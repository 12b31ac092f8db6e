/** What names of variables begin with that say which product they are about, or nothing at all. */
const general = new Set(
  `POSTGRES POSTGRESQL PG DB DATABASE MYSQL MARIADB MONGO MONGODB REDIS MQTT AMQP RABBITMQ KAFKA SMTP MAIL EMAIL SMS TWILIO STRIPE AWS S3 GCP GOOGLE AZURE GITHUB GITLAB SLACK DISCORD
   TELEGRAM OPENAI ANTHROPIC SENTRY JWT AUTH OAUTH SESSION COOKIE SECRET API HTTP HTTPS URL BASE HOST PORT LOG LOGGING DEBUG NODE FLASK DJANGO NEXT VITE REACT PUBLIC PRIVATE SERVER CLIENT
   TEST CI DEV PROD ENV MAX MIN DEFAULT USER ADMIN DATA CACHE ENABLE DISABLE IS USE LDAP SSH FTP SSL TLS`.split(/\s+/u),
);

/**
 * What the names of a project's variables begin with: the word of its name, else the word that most of them share.
 * Null where the code says nothing of the kind.
 */
export function proposePrefix(variables: Iterable<string>, names: readonly string[]): string | null {
  const own = [...new Set(variables)].filter((name) => /^[A-Z][A-Z\d]*_[A-Z\d_]+$/u.test(name));
  const counts = new Map<string, number>();
  for (const name of own) {
    const [word = ""] = name.split("_");
    if (!general.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const spoken = new Set(names.flatMap((name) => name.toUpperCase().split(/[^A-Z\d]+/u)));
  const candidates = [...counts].filter(([, count]) => count >= 2).sort(([one, a], [other, b]) => Number(spoken.has(other)) - Number(spoken.has(one)) || b - a);
  const [first] = candidates;
  if (!first) return null;
  const [word, count] = first;
  const others = own.filter((name) => !general.has(name.split("_")[0] ?? "")).length;
  return spoken.has(word) || count * 2 > others ? `${word}_` : null;
}

/** A prefix as it is meant by what somebody typed, or null: `rec` is `REC_`. */
export function readPrefix(typed: string): string | null {
  const plain = typed.trim().toUpperCase().replace(/[^A-Z\d_]+/gu, "_");
  const whole = plain.endsWith("_") ? plain : `${plain}_`;
  return /^[A-Z][A-Z\d_]*_$/u.test(whole) ? whole : null;
}
