#!/usr/bin/env bash
# Installs what is missing, and nothing else.
#   scripts/setup.sh build   what `npm run build` and `npm start` need
#   scripts/setup.sh test    the same, and what `npm test` needs (the default)
# On Debian and Ubuntu it uses apt (as root or through sudo). Elsewhere it says what to install.
# When nothing is missing it takes well under a second and uses no network.
set -euo pipefail
cd "$(dirname "$0")/.."

level=${1:-test}
case $level in
  build | test) ;;
  *)
    echo "usage: scripts/setup.sh [build|test]" >&2
    exit 2
    ;;
esac

say() { echo "setup: $*"; }
has() { command -v "$1" >/dev/null 2>&1; }
# Whether version $1 is at least $2 (dotted numbers).
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }
header() { [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]; }

# ---- What is needed: each need is a probe and the packages that satisfy it -------------------

have_node() { has node && has npm && at_least "$(node -p process.versions.node)" 20; }
have_emcc() {
  has emcc || return 1
  # Emscripten keeps its version in a text file; asking emcc itself takes half a second.
  local root version=""
  root=$(dirname "$(readlink -f "$(command -v emcc)")")
  [ -f "$root/emscripten-version.txt" ] && version=$(tr -d '"' <"$root/emscripten-version.txt")
  [ -n "$version" ] || version=$(emcc -dumpversion)
  at_least "${version%%[-~]*}" 3.1.6
}
have_cmake() { has cmake && at_least "$(cmake --version | sed -n '1s/cmake version //p')" 3.24; }
have_sanitizers() {
  has clang++ || return 1
  local archive
  for archive in "$(clang++ -print-runtime-dir)"/libclang_rt.fuzzer*.a \
    "$(clang++ -print-resource-dir)"/lib/linux/libclang_rt.fuzzer*.a; do
    [ -e "$archive" ] && return 0
  done
  return 1
}
have_browser() { has chromium || has chromium-browser || has google-chrome; }
have_font() {
  local font
  for font in /usr/share/fonts/*/*/*.[to]tf /usr/share/fonts/*/*.[to]tf; do
    [ -e "$font" ] && return 0
  done
  return 1
}

# "probe|Debian packages|what it is, for those who install it by hand"
needs=(
  "have_emcc|emscripten|Emscripten 3.1.6 or newer (an activated emsdk on PATH will do)"
  "have_cmake|cmake|CMake 3.24 or newer"
  "has ninja|ninja-build|Ninja"
  "has g++|g++|a C++20 compiler (g++ 12 or newer)"
  "has ccache|ccache|ccache"
  "has xz|xz-utils|xz"
  "header nlohmann/json.hpp|nlohmann-json3-dev|nlohmann/json 3.11 headers"
  "header tl/expected.hpp|libexpected-dev|tl::expected headers"
)
if [ "$level" = test ]; then
  needs+=(
    "header catch2/catch.hpp|catch2|Catch2 2.13 headers (catch2/catch.hpp)"
    "header boost/multiprecision/cpp_int.hpp|libboost-dev|Boost.Multiprecision headers"
    "has clang++|clang|clang 14 or newer"
    "has ld.lld|lld|lld"
    "has clang-format|clang-format|clang-format 14"
    "has clang-tidy|clang-tidy|clang-tidy 14"
    "have_sanitizers|@sanitizers|clang's sanitizer and libFuzzer runtimes"
    "have_browser|chromium|Chromium"
    "have_font|fonts-dejavu-core|a TrueType font"
  )
fi

list_missing() {
  missing=()
  local need
  for need in "${needs[@]}"; do
    ${need%%|*} || missing+=("$need")
  done
}
explain() {
  local need
  for need in "${missing[@]}"; do
    echo "  - ${need##*|}" >&2
  done
}

# ---- apt -------------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}
can_be_root() {
  [ "$(id -u)" -eq 0 ] || { has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
    -o Dpkg::Use-Pty=0 -o APT::Install-Recommends=false install "$@" </dev/null >"$log" 2>&1
}
apt_update() {
  say "reading the package lists"
  as_root apt-get -qq update </dev/null >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    return 1
  }
}
# The runtimes are packaged by clang version, and before clang 14 inside another package.
sanitizer_package() {
  local version
  version=$(clang++ -dumpversion | cut -d. -f1)
  if [ -n "$(apt-cache search --names-only "^libclang-rt-$version-dev\$")" ]; then
    echo "libclang-rt-$version-dev"
  else
    echo "libclang-common-$version-dev"
  fi
}
apt_install_or_update() {
  say "installing $*"
  apt_install "$@" && return 0
  # The usual reason is that the lists are older than the archive.
  apt_update && apt_install "$@" && return 0
  tail -n 20 "$log" >&2
  return 1
}
install_missing() {
  local packages=() need package sanitizers=""
  for need in "${missing[@]}"; do
    package=${need#*|}
    package=${package%%|*}
    if [ "$package" = @sanitizers ]; then
      sanitizers=yes
    else
      packages+=("$package")
    fi
  done
  ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || apt_update || return 1
  if [ ${#packages[@]} -gt 0 ]; then
    apt_install_or_update "${packages[@]}" || return 1
  fi
  if [ -n "$sanitizers" ] && ! have_sanitizers; then
    apt_install_or_update "$(sanitizer_package)" || return 1
  fi
}

# ---- Run -------------------------------------------------------------------------------------

if ! have_node; then
  echo "setup: Node.js 20 or newer with npm is needed and is not installed by this script." >&2
  exit 1
fi

list_missing
if [ ${#missing[@]} -gt 0 ]; then
  if has apt-get && can_be_root; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    install_missing || {
      echo "setup: apt could not install everything that is missing:" >&2
      explain
      exit 1
    }
    hash -r
    list_missing
    if [ ${#missing[@]} -gt 0 ]; then
      echo "setup: this distribution's packages do not bring, or bring in too old a version:" >&2
      explain
      echo "setup: install these by hand (headers into /usr/local/include), then run this again." >&2
      exit 1
    fi
  else
    if has apt-get; then
      echo "setup: not root and no sudo, so nothing can be installed. Missing:" >&2
    else
      echo "setup: this system has no apt, so nothing can be installed here. Missing:" >&2
    fi
    explain
    echo "setup: headers are looked for in /usr/include and /usr/local/include." >&2
    exit 1
  fi
fi

if [ ! -f .deps/simdjson/simdjson.cpp ] || [ ! -f .deps/simdjson/simdjson.h ]; then
  say "fetching simdjson's sources"
  scripts/fetch-simdjson.sh
fi

if [ "$(node scripts/check-modules.mjs)" != current ]; then
  say "installing node_modules"
  # Not `npm ci`: a lock file can only list the other platforms' binaries that its registry had, and
  # `npm ci` refuses a list that is not complete. The versions are those of the lock file.
  npm install --no-save --loglevel=error </dev/null
fi
say "ready ($level)"
