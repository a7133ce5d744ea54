#!/bin/sh
# Backup Doctor repair for Linux: updates the agent's package from the distribution's own repository.
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

# installed PACKAGE...: the first of them that is installed.
installed() {
  for package in "$@"; do
    if have dpkg-query; then
      # shellcheck disable=SC2016 # dpkg-query is to expand this
      case $(dpkg-query -W -f '${Status}' "$package") in *' installed') return 0 ;; esac
    elif rpm -q "$package" >/dev/null; then
      return 0
    fi
  done
  answer false "The agent was not installed as a package of the distribution."
}
none() { answer false "The repository of the distribution has no newer $package."; }
unreachable() { answer false "The repository of the distribution could not be read. Has the VM a way to it?"; }

# Whether there is anything to do shows here; the package itself restarts the agent, so it is installed later.
if have apt-get; then
  installed walinuxagent waagent
  apt-get -qq -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o Acquire::Retries=1 -o APT::Update::Error-Mode=any update >/dev/null || unreachable
  apt-get -s -y --only-upgrade install "$package" | grep -q "^Inst $package " || none
  apt-get -qq -y -d --only-upgrade install "$package" >/dev/null || unreachable
  later env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --only-upgrade install "$package" || answer false "The update could not be planned."
elif have dnf || have yum; then
  installed WALinuxAgent
  manager=yum
  if have dnf; then manager=dnf; fi
  "$manager" -q --setopt=timeout=20 --setopt=retries=1 check-update "$package" >/dev/null
  case $? in 100) ;; 0) none ;; *) unreachable ;; esac
  later "$manager" -y -q update "$package" || answer false "The update could not be planned."
elif have zypper; then
  installed python-azure-agent python3-azure-agent
  zypper -n -q refresh >/dev/null || unreachable
  zypper -n -q --no-refresh list-updates | grep -q "| *$package *|" || none
  later zypper -n -q update "$package" || answer false "The update could not be planned."
else
  answer false "There is neither apt-get nor dnf, yum or zypper here."
fi
answer true "$package is updated in half a minute."
