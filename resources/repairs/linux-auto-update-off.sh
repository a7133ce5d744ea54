#!/bin/sh
# Backup Doctor repair for Linux: takes AutoUpdate.UpdateToLatestVersion=y back, and restarts the agent in half a minute.
# POSIX sh, as root through Run Command. It may run twice, and the last line of its output says how it went.

# Tests put a made-up system into this line. It is not read from anywhere.
root=

exec 2>/dev/null </dev/null
umask 022
LC_ALL=C
PATH=$PATH:$root/usr/sbin:$root/usr/bin:$root/sbin:$root/bin
export LC_ALL PATH

have() { command -v "$1" >/dev/null; }
# answer TRUTH WORDS: the last line, in plain ASCII.
answer() {
  words=$(printf '%s' "$2" | tr '\n' ' ' | tr -cd 'A-Za-z0-9 .,:;/()_=+-' | cut -c 1-180)
  printf '{"repair":1,"ok":%s,"said":"%s"}\n' "$1" "$words"
  exit 0
}

# The agent's service: walinuxagent on Ubuntu and Debian, waagent elsewhere.
service=
for name in walinuxagent waagent; do
  if have systemctl; then
    case $(systemctl show "$name" -p LoadState) in *=loaded) service=$name && break ;; esac
  elif [ -e "$root/etc/init.d/$name" ]; then
    service=$name && break
  fi
done
[ -n "$service" ] || answer false "There is no service walinuxagent or waagent that can be started."

# later COMMAND...: in half a minute and outside of this command, which the agent's restart would cut off.
later() {
  if have systemd-run; then
    systemd-run --on-active=30 "$@" >/dev/null && return
  fi
  # shellcheck disable=SC2016 # the shell that waits is to expand this
  set -- nohup sh -c 'sleep 30; exec "$@"' sh "$@"
  if have setsid; then set -- setsid "$@"; fi
  "$@" >/dev/null &
}
restart_later() {
  if have systemctl; then later systemctl restart "$service"; else later "$root/etc/init.d/$service" restart; fi
}

# edit yes|no: with yes, the lines of AutoUpdate.UpdateToLatestVersion AutoUpdate.Enabled make room for AutoUpdate.UpdateToLatestVersion=y;
# with no, they come back as they were. Others' changes in between stay. Our lines are marked, older agents read no comment behind a value.
file=$(readlink -f "$root/etc/waagent.conf")
[ -f "$file" ] || answer false "There is no /etc/waagent.conf."
mark='#backup-doctor auto-update '
edit() {
  new=$file.backup-doctor
  cp -p "$file" "$new" || return 1
  # shellcheck disable=SC2094 # the file is read and its copy is written
  awk -v on="$1" -v mark="$mark" -v keys=' AutoUpdate.UpdateToLatestVersion AutoUpdate.Enabled ' -v line='AutoUpdate.UpdateToLatestVersion=y' '
    index($0, mark "added") == 1 {getline; next}
    index($0, mark "was ") == 1 {$0 = substr($0, length(mark "was ") + 1)}
    {name = $0; sub(/=.*/, "", name); gsub(/[ \t"]/, "", name)}
    on == "yes" && /=/ && index(keys, " " name " ") {print mark "was " $0; next}
    {print}
    END {if (on == "yes") {print mark "added"; print line}}' "$file" >"$new" || return 1
  mv -f "$new" "$file"
}

grep -q "^$mark" "$file" || answer true "There is nothing to take back in /etc/waagent.conf."
edit no || answer false "/etc/waagent.conf could not be written."
restart_later || answer false "/etc/waagent.conf is as it was, but the restart of $service could not be planned."
answer true "/etc/waagent.conf is as it was; $service restarts in half a minute."
