#!/usr/bin/env bash
# Puts Debian's Chromium (and the PDF tools) on this machine when they are not there, or says clearly why that fails.
set -euo pipefail
needed=()
command -v chromium >/dev/null || needed+=(chromium)
command -v pdftoppm >/dev/null || needed+=(poppler-utils)
[ ${#needed[@]} -eq 0 ] && exit 0
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null && as_root=(sudo -n)
fi
echo "Installing ${needed[*]} for the browser tests ..."
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y --no-install-recommends "${needed[@]}"; } >"$log" 2>&1; then
  tail -n 5 "$log"
  echo "The browser tests need Debian's packages: ${needed[*]}. They could not be installed here."
  echo "Install them as an administrator: apt-get install ${needed[*]}"
  exit 1
fi
