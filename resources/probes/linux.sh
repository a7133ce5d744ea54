#!/bin/sh
# Backup Doctor guest probe 2 for Linux. Reads only; prints one line of JSON. POSIX sh, as root through Run Command.
# What cannot be found out is null, or an empty word.

# Tests put a made-up system into these four lines. They are not read from anywhere.
root=
host=168.63.129.16
http_port=80
agent_port=32526

exec 2>/dev/null </dev/null
umask 077
LC_ALL=C
PYTHONDONTWRITEBYTECODE=1
PATH=$PATH:$root/usr/sbin:$root/usr/bin:$root/sbin:$root/bin:$root/usr/local/sbin:$root/usr/local/bin
export LC_ALL PYTHONDONTWRITEBYTECODE PATH

have() { command -v "$1" >/dev/null; }
if have timeout; then
  limited() { timeout "$@"; }
else
  limited() { shift && "$@"; }
fi
# word LENGTH: what is safe between quotes, and no longer than that.
word() { tr -cd 'A-Za-z0-9._+:/-' | cut -c "1-$1"; }
truth() { if "$@" >/dev/null; then echo true; else echo false; fi; }
# number LENGTH: digits, or null.
number() {
  digits=$(tr -cd 0-9 | cut -c "1-$1" | sed 's/^0*\([0-9]\)/\1/')
  echo "${digits:-null}"
}

# The agent: its service, its own words, else its file.
service=waagent state='' start=''
if have systemctl; then
  for name in walinuxagent waagent; do
    shown=$(limited 3 systemctl show "$name" -p LoadState -p ActiveState -p UnitFileState)
    case $shown in
      *LoadState=loaded* | *LoadState=masked*)
        service=$name
        state=$(printf '%s\n' "$shown" | sed -n 's/^ActiveState=//p' | word 20)
        start=$(printf '%s\n' "$shown" | sed -n 's/^UnitFileState=//p' | word 20)
        break
        ;;
      *LoadState=not-found*) state=Absent ;;
    esac
  done
else
  for name in walinuxagent waagent; do
    [ ! -e "$root/etc/init.d/$name" ] || { service=$name && break; }
  done
  state=inactive
  for commandline in "$root"/proc/[0-9]*/cmdline; do
    case $(tr '\0' ' ' <"$commandline") in *waagent*-daemon*) state=active && break ;; esac
  done
  [ "$state" = active ] || [ -e "$root/etc/init.d/$service" ] || state=Absent
fi
case $start in
  '' | generated)
    start=''
    for link in "$root"/etc/rc[2-5].d/S[0-9]*"$service" "$root"/etc/rc.d/rc[2-5].d/S[0-9]*"$service"; do
      [ ! -e "$link" ] || start=enabled
    done
    ;;
esac

waagent=
for candidate in "$(command -v waagent)" "$root/usr/sbin/waagent" "$root/usr/bin/waagent" "$root/usr/share/oem/bin/waagent" "$root/oem/bin/waagent"; do
  [ ! -x "$candidate" ] || { waagent=$candidate && break; }
done
versions='' settings=''
if [ -n "$waagent" ]; then
  versions=$(limited 8 "$waagent" --version)
  settings=$(limited 8 "$waagent" --show-configuration)
fi
[ -n "$settings" ] || settings=$(cat "$root/etc/waagent.conf")
# lookup KEY: as the agent resolves it, or as it stands in the file; the last one counts.
lookup() { printf '%s\n' "$settings" | awk -F= -v key="$1" '{name = $1; gsub(/[ \t]/, "", name)} name == key {value = $2} END {print value}'; }
setting() { lookup "$1" | word 40; }
update=$(setting AutoUpdate.UpdateToLatestVersion)
[ -n "$update" ] || update=$(setting AutoUpdate.Enabled)

# Where the agent works.
folder=$(cd -P "$root/var/lib/waagent" && pwd -P)
folder=${folder#"$root"}
folder=${folder:-/var/lib/waagent}
noexec=$(awk -v folder="$folder" '
  {at = $2 == "/" ? "/" : $2 "/"}
  index(folder "/", at) == 1 && length(at) >= longest {longest = length(at); options = "," $4 ","}
  END {if (longest) print (options ~ /,noexec,/ ? "true" : "false")}' "$root/proc/self/mounts")
doubled=null
[ ! -r "$root/proc/self/mounts" ] || doubled=$(awk '$1 ~ /^\/dev\// {seen[$2]++} END {for (at in seen) if (seen[at] > 1) doubled++; print doubled + 0}' "$root/proc/self/mounts")
space() { limited 3 df -Pk "$1" | awk 'NR == 2 && $4 ~ /^[0-9]+$/ {printf "%.0f %s", int($4 / 1024), $5}'; }
space=$(space "$root$folder")
[ -n "$space" ] || space=$(space "$root/var/lib")
memory=$(awk '
  $1 == "MemTotal:" {total = $2}
  $1 == "MemAvailable:" {available = $2}
  $1 == "MemFree:" || $1 == "Buffers:" || $1 == "Cached:" {older += $2}
  END {if (total > 0) printf "%d", 100 * (available == "" ? older : available) / total}' "$root/proc/meminfo")

# The backup extension and what it needs.
python=
for name in python3.8 python3.7 python3.6 python3.5 python3.4 python3.3 python3 python2.7 python2.6 python2 python; do
  for candidate in "$root/usr/bin/$name" "$root/usr/local/bin/$name"; do
    [ ! -x "$candidate" ] || { python=$candidate && break 2; }
  done
done
[ -n "$python" ] || python=$(command -v python)
python_version='""'
if [ -n "$python" ]; then
  python_version=$(limited 3 "$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' | word 20)
  python_version=${python_version:+\"$python_version\"}
fi
kind=Microsoft.Azure.RecoveryServices.VMSnapshotLinux
version=$(for candidate in "$root/var/lib/waagent/$kind"-*/; do
  [ ! -d "$candidate" ] || printf '%s\n' "$candidate" | sed 's/.*-//; s/\/$//'
done | sort -t . -k 1,1n -k 2,2n -k 3,3n -k 4,4n | tail -n 1)
freezer=null code=''
if [ -n "$version" ]; then
  plugin=$root/var/lib/waagent/$kind-$version
  freezer=$(truth test -f "$plugin/main/safefreeze/bin/safefreeze" -o -f "$plugin/main/safefreezeArm64/bin/safefreeze")
  # shellcheck disable=SC2012 # the names are numbers; nothing but ls sorts by age everywhere
  status=$(ls -t "$plugin"/status/*.status | head -n 1)
  [ -z "$status" ] || [ -z "$python" ] || code=$(limited 3 "$python" -c \
    'import json, sys; print(int(json.load(open(sys.argv[1]))[0]["status"]["code"]))' "$status")
fi
log=$root/var/log/azure/$kind/extension.log
misfit=null
[ ! -r "$log" ] || misfit=$(tail -n 2000 "$log" | truth grep -q 'old wala code')
selinux=
case $(cat "$root/sys/fs/selinux/enforce") in
  1) selinux=Enforcing ;;
  0) selinux=Permissive ;;
  *) [ ! -e "$root/etc/selinux/config" ] || selinux=Disabled ;;
esac

# The network: at most three seconds each.
# connect PORT: prints open or closed; after open, the first line that the host answers to a GET. Nothing: could not try.
connect() {
  request="GET /?comp=versions HTTP/1.0"
  if [ -n "$python" ]; then
    "$python" -c '
import socket, sys
try:
    wire = socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)
    sys.stdout.write("open\n")
    sys.stdout.flush()
    wire.sendall((sys.argv[3] + "\r\nHost: " + sys.argv[1] + "\r\n\r\n").encode("ascii"))
    sys.stdout.write(wire.recv(64).decode("ascii", "replace"))
except socket.error:
    sys.stdout.write("closed\n")' "$host" "$1" "$request"
  elif have bash && have timeout; then
    # shellcheck disable=SC2016 # bash is to expand these
    timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1" && echo open && printf "%s\r\nHost: %s\r\n\r\n" "$2" "$0" >&3 && head -n 1 <&3' \
      "$host" "$1" "$request" || echo closed
  elif have curl; then
    answer=$(curl --noproxy '*' -s -o /dev/null --max-time 3 -w 'HTTP/1.0 %{http_code} %{time_connect}' "http://$host:$1/?comp=versions")
    case $answer in
      '') ;;
      *' 0.000000' | *' 0,000000') echo closed ;;
      *) printf 'open\n%s\n' "$answer" ;;
    esac
  fi
}
opened() { case $1 in open*) echo true ;; closed*) echo false ;; *) echo null ;; esac; }
http=$(connect "$http_port")
agent=$(connect "$agent_port")
case $http in *HTTP/1.[01]' 200'*) answers=true ;; '') answers=null ;; *) answers=false ;; esac
route=null
if have ip; then
  route=$(limited 3 ip -4 route get "$host" | truth grep -q "^$host")
elif [ -r "$root/proc/net/route" ]; then
  # Destination and mask are hexadecimal, last byte first; flags: 1 is up, 200 is reject.
  # shellcheck disable=SC2016 # awk is to expand these
  route=$(truth awk '($2 == "00000000" || $2 == "10813FA8") && $4 ~ /[13579BDF]$/ && $4 !~ /[2367ABEF]..$/ {found = 1} END {exit !found}' "$root/proc/net/route")
fi
proxy=$(lookup HttpProxy.Host | tr -d ' ')
case $proxy in None) proxy='' ;; esac
if [ -n "$proxy" ]; then
  port=$(setting HttpProxy.Port)
  case $port in None | '') ;; *) proxy=$proxy:$port ;; esac
elif have systemctl; then
  proxy=$(limited 3 systemctl show "$service" -p Environment | tr ' ' '\n' | sed -n 's/^\(Environment=\)\{0,1\}[Hh][Tt][Tt][Pp][Ss]\{0,1\}_[Pp][Rr][Oo][Xx][Yy]=//p' | head -n 1)
fi
# A user name and a password are nobody's business.
proxy=$(printf '%s' "$proxy" | sed 's/^\([a-z]*:\/\/\)\{0,1\}.*@/\1/' | word 120)

printf '{"v":2,"os":"linux","host80":%s,"host32526":%s,"hostanswers":%s,' "$(opened "$http")" "$(opened "$agent")" "$answers"
if [ -n "$state" ]; then
  printf '"services":[{"name":"%s","state":"%s","start":"%s","account":""}],' "$service" "$state" "$start"
else
  printf '"services":[],'
fi
printf '"freemb":%s,"used":%s,"memfree":%s,' "$(echo "${space%% *}" | number 9)" "$(echo "${space##* }" | number 3)" "$(echo "$memory" | number 3)"
printf '"proxy":"%s","clock":"%s",' "$proxy" "$(date -u +%Y-%m-%dT%H:%M:%SZ | word 20)"
printf '"extensions":"%s","provisioning":"%s","autoupdate":"%s",' "$(setting Extensions.Enabled)" "$(setting Provisioning.Agent)" "$update"
printf '"daemon":"%s",' "$(printf '%s\n' "$versions" | sed -n '1s/^WALinuxAgent-\([0-9.]*\).*/\1/p' | word 30)"
printf '"goal":"%s",' "$(printf '%s\n' "$versions" | sed -n 's/^Goal state agent: *\([0-9.]*\).*/\1/p' | tail -n 1 | word 30)"
printf '"noexec":%s,"doubled":%s,' "${noexec:-null}" "$doubled"
printf '"python":%s,"selinux":"%s","freezer":%s,' "${python_version:-null}" "$selinux" "$freezer"
printf '"code":%s,"misfit":%s,"route":%s}\n' "$(echo "$code" | number 6)" "$misfit" "$route"
