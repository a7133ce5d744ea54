#!/usr/bin/env bash
# Writes SHA256SUMS over everything in a folder: sums.sh DIR. To check it there: sha256sum --check --strict SHA256SUMS
set -euo pipefail
cd "$1"
rm -f SHA256SUMS
find . -maxdepth 1 -type f ! -name '.*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >.SHA256SUMS.part
mv .SHA256SUMS.part SHA256SUMS
