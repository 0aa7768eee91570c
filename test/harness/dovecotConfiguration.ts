/** The configuration of the Dovecot that tests start: nothing of the machine's own is read, everything lies in one folder. */
import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";

export interface DovecotPlace {
  folder: string;
  mail: string;
  imapPort: number;
  lmtpPort: number;
  password: string;
  mailOwner: number;
}

export function configuration({ folder, mail, imapPort, lmtpPort, password, mailOwner }: DovecotPlace): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_username_format = %Ln
auth_failure_delay = 0
recipient_delimiter = +
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${mail}/%u
mail_fsync = never
mail_max_userip_connections = 200
default_vsz_limit = 1024M
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${mailOwner} gid=${mailOwner === userInfo().uid ? userInfo().gid : mailOwner} home=${mail}/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
${process.getuid?.() === 0 ? "" : unprivileged()}`;
}

/** Without root nothing can change its user or its root folder, so everything runs as the one who started it. */
function unprivileged(): string {
  const name = userInfo().username;
  const chrooted = ["anvil", "imap-login", "dns-client", "ipc", "stats"];
  const rooted = ["lmtp", "auth-worker", "indexer-worker", "config", "doveadm", "log"];
  return [
    `default_internal_user = ${name}`,
    `default_internal_group = ${execFileSync("id", ["-gn"], { encoding: "utf8" }).trim()}`,
    `default_login_user = ${name}`,
    ...chrooted.map((service) => `service ${service} {\n  chroot =\n}`),
    ...rooted.map((service) => `service ${service} {\n  user = ${name}\n}`),
  ].join("\n");
}
