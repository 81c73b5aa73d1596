#!/bin/sh
# Bring Chromium and fonts for Japanese and Korean, where that is ours to do: as root on Debian or Ubuntu.
# Elsewhere nothing is installed; the tests that need them are skipped by name and say what is missing.
set -eu
cd "$(dirname "$0")/.."

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    [ -n "${KANAE_CHROMIUM:-}" ] || [ -d "/Applications/Google Chrome.app" ] || [ -d /Applications/Chromium.app ]
}

has_fonts() {
    if ! command -v fc-list >/dev/null 2>&1; then return 1; fi
    [ -n "$(fc-list :lang=ja family)" ] && [ -n "$(fc-list :lang=ko family)" ]
}

missing=
has_browser || missing="chromium"
has_fonts || missing="$missing fonts-noto-cjk"
if [ -z "$missing" ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then exit 0; fi

mkdir -p .make
echo "set-up: installing for the browser tests: $missing (a minute or two the first time)" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # several packages
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing fontconfig; } \
    >.make/apt.log 2>&1 </dev/null; then
    echo "set-up: that failed (.make/apt.log says why); the browser tests will be skipped by name" >&2
fi
