#!/usr/bin/env bash
# Puts simdjson's single-header sources into .deps/simdjson. They are compiled into the module
# (Debian's shared library is native only) and are not kept in this repository.
set -euo pipefail
cd "$(dirname "$0")/.."
dest=.deps/simdjson
[ -f "$dest/simdjson.cpp" ] && [ -f "$dest/simdjson.h" ] && exit 0
mkdir -p "$dest"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if command -v apt-get >/dev/null 2>&1; then
  # A private source list, so that the machine's own apt configuration stays as it was.
  mkdir -p "$work/lists/partial" "$work/src"
  if ls /etc/apt/sources.list.d/*.sources >/dev/null 2>&1; then
    sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$work/src.sources" 2>/dev/null ||
      cat /etc/apt/sources.list.d/*.sources | sed 's/^Types:.*/Types: deb-src/' >"$work/src.sources"
    list="$work/src.sources"
  else
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/src.list"
    list="$work/src.list"
  fi
  opts=(-o "Dir::Etc::SourceList=$list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$work/lists" -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=
    -o APT::Sandbox::User=root)
  if apt-get -qq "${opts[@]}" update && (cd "$work" && apt-get -qq "${opts[@]}" source --download-only simdjson); then
    tar -C "$work" -xf "$work"/simdjson_*.orig.tar.*
    cp "$work"/simdjson-*/singleheader/simdjson.h "$work"/simdjson-*/singleheader/simdjson.cpp "$dest/"
    exit 0
  fi
fi
echo "simdjson: no source package to be had here. Put simdjson.h and simdjson.cpp of release 3.0.1 or newer into $dest." >&2
exit 1
