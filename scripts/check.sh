#!/bin/sh
# Everything that can be known without running the platform: style, types, floors, documents, migrations.
# All of it runs, and the last lines say what failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=

# The settings make keys where they find none: these are nobody's. No database is asked.
RIANRU_VAR=$(mktemp -d)
export RIANRU_VAR DJANGO_SETTINGS_MODULE=rianru.config.settings PYTHONUTF8=1
unset DATABASE_URL RIANRU_SECRET_KEY
trap 'rm -rf "$RIANRU_VAR"' EXIT

look() {
  name=$1
  shift
  printf '\n── %s\n' "$name"
  "$@" </dev/null || failed="$failed $name"
}

# Islands are plain modules with types in their comments; there may be none.
islands() {
  found=$(find rianru/web/static -name '*.js' -not -path '*/vendor/*')
  [ -z "$found" ] && return 0
  # shellcheck disable=SC2086  # one word a file
  node_modules/.bin/tsc --noEmit --allowJs --checkJs --strict --target es2022 --module es2022 --moduleDetection force \
    --lib es2022,dom,dom.iterable $found
}

look ruff $bin/ruff check .
look types $bin/mypy
look floors $bin/lint-imports
look islands islands
look documents $bin/python scripts/docs.py --check
look system $bin/python -m django check --fail-level WARNING
look migrations $bin/python -W ignore -m django makemigrations --check --dry-run

if [ -n "$failed" ]; then
  printf '\n✗ ยังไม่ผ่าน:%s\n✗ Not in order:%s\n' "$failed" "$failed"
  exit 1
fi
printf '\n✓ เรียบร้อยทุกข้อ\n✓ All in order\n'
