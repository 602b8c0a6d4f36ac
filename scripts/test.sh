#!/bin/sh
# Every test but the promises (`make trust` has those), on a real PostgreSQL and in a real browser. What had to be left out is
# said at the end, never silently.
# Arguments are passed on to pytest.
set -u
cd "$(dirname "$0")/.."
export PYTHONUTF8=1
notes=

say() { printf '%s\n' "$*"; }
skipped() {
  notes="$notes
⚠ ข้าม: $1
⚠ Skipped: $2"
}
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
install_browser() {
  say "ไม่พบ Chromium กำลังติดตั้งจากคลังของ Debian" "· Chromium is missing: installing Debian's"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
    </dev/null >/dev/null || say "ติดตั้งไม่สำเร็จ · That did not work"
}

if ! browser >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  install_browser
fi
if ! browser >/dev/null; then
  skipped "การทดสอบด้วยเบราว์เซอร์ทั้งหมด เพราะไม่มี Chromium ติดตั้งด้วย: apt install chromium" \
    "every test in a browser, for want of Chromium. Install it with: apt install chromium"
fi
if [ -z "${RIANRU_DATA:-}" ]; then
  skipped "การวัดความเร็วกับข้อมูลจริง เพราะไม่ได้ตั้ง RIANRU_DATA เป็นโฟลเดอร์ข้อมูล" \
    "measuring on real data, because RIANRU_DATA names no folder of data"
fi

# Two at a time, then what starts whole installations and a browser: pages beside kills. With arguments: just those.
# On a server of your own (DATABASE_URL) one at a time: readers of the change log wait for every transaction of a cluster.
code=0
at_once=2
[ -n "${DATABASE_URL:-}" ] && at_once=0
if [ $# -gt 0 ]; then
  .venv/bin/python -m pytest "$@" </dev/null || code=$?
else
  .venv/bin/python -m pytest -n $at_once --dist worksteal -m "not trust" --ignore=tests/e2e tests </dev/null || code=$?
  .venv/bin/python -m pytest -n $at_once --dist loadgroup -m "not trust" tests/e2e </dev/null || code=$?
fi
[ -n "$notes" ] && say "$notes"
exit $code
