#!/bin/sh
# Lighthouse 12 on its phone profile: performance and accessibility of the pages that people land on, 95 of 100 wanted.
#
#   sh bench/lighthouse.sh http://localhost:8000 [folder]
#
# Needs Chromium, Node and npm; Lighthouse is installed into a folder of its own (kept where one is named), never into
# the project. Exit code 1 where a page has less.
set -eu
address=${1:?address of a running installation}
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"
[ -x "$folder/node_modules/.bin/lighthouse" ] || (cd "$folder" && npm init -y >/dev/null && npm install --no-audit --no-fund --silent lighthouse@12)
CHROME_PATH=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROME_PATH
code=0
for page in / /search/?q=ย้อม /areas/56/ /spaces/lib-56/ /shelves/ /authors/; do
  "$folder/node_modules/.bin/lighthouse" "$address$page" --quiet --output=json --output-path="$folder/report.json" \
    --only-categories=performance,accessibility --form-factor=mobile \
    --chrome-flags="--headless=new --no-sandbox --disable-quic --disable-background-networking" >/dev/null
  node -e '
    const { categories, audits } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const of = (name) => Math.round(categories[name].score * 100);
    const line = { page: process.argv[2], performance: of("performance"), accessibility: of("accessibility"),
      cls: audits["cumulative-layout-shift"].numericValue, lcp_ms: Math.round(audits["largest-contentful-paint"].numericValue) };
    console.log(JSON.stringify(line));
    process.exit(Math.min(line.performance, line.accessibility) >= 95 && line.cls <= 0.02 ? 0 : 1);
  ' "$folder/report.json" "$page" || code=1
done
exit $code
