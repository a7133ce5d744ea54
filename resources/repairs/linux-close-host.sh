#!/bin/sh
# Backup Doctor repair for Linux: takes back what linux-open-host.sh has put into the guest's firewall.
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

host=168.63.129.16
# The agent's own three rules lie in the table security of iptables or the table walinuxagent of nftables; both are left alone.
# rule ACTION: our rule at the head of what leaves the VM, for root alone, by iptables.
rule() {
  set -- "$1" OUTPUT -p tcp -d "$host" -m multiport --dports 80,32526 -m owner --uid-owner 0 -m comment --comment backup-doctor -j ACCEPT
  iptables -w "$@" >/dev/null
}
legacy=no
if have iptables && iptables -w -S OUTPUT >/dev/null; then legacy=yes; fi
# places: family, table and chain of every filter of nftables on what leaves the VM. Those that belong to iptables are reached through it.
places() {
  nft list chains | awk -v legacy="$legacy" '
    $1 == "table" {family = $2; table = $3}
    $1 == "chain" {chain = $2}
    /type filter hook output / && (family == "ip" || family == "inet") && table != "walinuxagent" {
      if (!(legacy == "yes" && family == "ip" && chain == "OUTPUT")) print family, table, chain
    }'
}

if [ "$legacy" = yes ]; then
  while rule -C; do
    rule -D || answer false "iptables did not give the rule up."
  done
fi
if have nft; then
  found=$(places | while read -r family table chain; do
    nft -a list chain "$family" "$table" "$chain" | sed -n 's/.*comment "backup-doctor" # handle \([0-9]*\)$/\1/p' | while read -r handle; do
      nft delete rule "$family" "$table" "$chain" handle "$handle" || echo refused "$table"
    done
  done)
  case $found in *refused*) answer false "nftables did not give the rule up: $found" ;; esac
fi
answer true "The rule for 168.63.129.16 is gone."
