#!/bin/sh
# Backup Doctor guest probe 1 for Linux. Reads only; prints one line of JSON. POSIX sh, as root through Run Command.
clean() { tr -cd '[:alnum:]._-'; }
boolean() { if "$@" >/dev/null 2>&1; then echo true; else echo false; fi; }
reaches() {
  if command -v bash >/dev/null 2>&1; then
    boolean timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2"
  elif command -v python3 >/dev/null 2>&1; then
    boolean python3 -c 'import socket,sys; socket.create_connection((sys.argv[1],int(sys.argv[2])),3)' "$1" "$2"
  else
    echo null
  fi
}
service=waagent
systemctl cat walinuxagent >/dev/null 2>&1 && service=walinuxagent
agent=$(command -v waagent || echo /usr/sbin/waagent)
setting() { "$agent" --show-configuration 2>/dev/null | awk -F' *= *' -v key="$1" '$1 == key {print $2}' | clean; }
mount_options() { findmnt -no OPTIONS --target /var/lib/waagent 2>/dev/null; }
case ",$(mount_options)," in *,noexec,*) noexec=true ;; *) noexec=false ;; esac
printf '{"v":1,"os":"linux","service":"%s","active":"%s","enabled":"%s","extensions":"%s","autoupdate":"%s","host80":%s,"host32526":%s,"noexec":%s,"used":"%s"}\n' \
  "$service" \
  "$(systemctl is-active "$service" 2>/dev/null | clean)" \
  "$(systemctl is-enabled "$service" 2>/dev/null | clean)" \
  "$(setting Extensions.Enabled)" \
  "$(setting AutoUpdate.UpdateToLatestVersion)" \
  "$(reaches 168.63.129.16 80)" \
  "$(reaches 168.63.129.16 32526)" \
  "$noexec" \
  "$(df -P /var/lib 2>/dev/null | awk 'END {print $5}' | clean)"
