#!/bin/sh
# Runs a program as if on a server that was set up for the first time: no /Users, no Homebrew,
# nobody's home. Expects private mount, network and pid namespaces; all it changes ends with them.
#
# usage: server.sh FOLDER PROGRAM [ARGUMENT...]
#   FOLDER/srv, FOLDER/home   what stands at /srv and /home there
#   FOLDER/package            what stands at /opt/package there
#   FOLDER/root               an empty folder, used as the new root
set -eu
folder=$1
shift
root=$folder/root
# shellcheck source=test/fixture/private-root.sh
. "$(dirname "$0")/../fixture/private-root.sh"

mount -t tmpfs tmpfs "$root"
for entry in /*; do
  case $entry in
    /Users | /opt | /srv | /home | /root | /etc | /run | /tmp | /var | /proc) ;;
    *) show "$entry" "$root$entry" ;;
  esac
done
mkdir "$root/opt" "$root/opt/package" "$root/srv" "$root/home" "$root/run" "$root/tmp" "$root/proc" "$root/var" "$root/root"
for entry in /var/*; do
  [ "$entry" = /var/run ] || show "$entry" "$root$entry"
done
ln -s /run "$root/var/run"
# What is installed counts as the newest, since no archive can be asked, and the system's own apt forgets nothing.
mount -t tmpfs tmpfs "$root/var/lib/apt"
mount -t tmpfs tmpfs "$root/var/cache/apt"
mkdir -p "$root/var/lib/apt/lists/partial" "$root/var/cache/apt/archives/partial"
cp -a /etc "$root/etc"
mount --bind "$folder/srv" "$root/srv"
mount --bind "$folder/home" "$root/home"
mount --bind "$folder/package" "$root/opt/package"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc" 2> /dev/null || mount --rbind /proc "$root/proc"

loopback

exec chroot "$root" /usr/bin/env -i HOME=/root USER=root LOGNAME=root LANG=C.UTF-8 \
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$(dirname "$1")" "$@"
