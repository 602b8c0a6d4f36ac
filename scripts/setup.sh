#!/bin/sh
# Makes .venv and the vendored front-end files from the lock files. Safe to run again.
set -eu
cd "$(dirname "$0")/.."
rm -f .venv/.ready  # it says that all below was done
[ -n "${UV_VERSION:-}" ] || UV_VERSION=$(sed -n 's/^UV_VERSION *:= *//p' Makefile)
say() { printf '%s\n' "$*"; }
# The system's Python goes first: Debian and Ubuntu build theirs with profile-guided optimisation, which takes a tenth
# off everything; one that a version manager compiled mostly lacks it. PYTHON=… chooses another.
fits() { "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
for python in ${PYTHON:-/usr/bin/python3 python3}; do fits "$python" && break; done
command -v "$python" >/dev/null || { say "ไม่พบ Python: ติดตั้ง python3 (3.11 ขึ้นไป) และ python3-venv ก่อน"; say "Python is missing: install python3 (3.11 or newer) and python3-venv first."; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "ต้องใช้ Python 3.11 ขึ้นไป"; say "Python 3.11 or newer is needed."; exit 1; }
command -v npm >/dev/null || { say "ไม่พบ npm: ติดตั้ง Node.js 20 ขึ้นไปก่อน"; say "npm is missing: install Node.js 20 or newer first."; exit 1; }
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  rm -rf .venv
  "$python" -m venv .venv || { say "สร้างสภาพแวดล้อมไม่ได้: ติดตั้ง python3-venv ก่อน"; say "The environment could not be made: install python3-venv first."; exit 1; }
fi
.venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION"
.venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes requirements-dev.lock
.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
npm ci --silent
.venv/bin/python scripts/vendor.py
touch .venv/.ready
