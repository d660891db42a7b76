# Sourced by `msa` and `test`: what a fresh checkout needs before it can run. Everything it says goes to stderr.

prepare() {
  root=$1
  if ! command -v node >/dev/null 2>&1; then
    echo "msa: Node.js 20.19 or newer is needed, and there is no node on PATH" >&2
    exit 4
  fi
  # Two first calls at the same time must not install into each other.
  if is_current "$root"; then return; fi
  lock="$root/.prepare.lock"
  tries=0
  while ! mkdir "$lock" 2>/dev/null; do
    holder=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$lock"; continue; fi
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ]; then
      echo "msa: another first start has not finished for 10 minutes; if there is none: rm -r $lock" >&2
      exit 1
    fi
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT TERM
  if ! is_installed "$root"; then
    echo "msa: first start in this checkout: installing packages" >&2
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error >&2)
    touch "$root/node_modules/.msa-installed"
  fi
  if ! is_built "$root"; then
    echo "msa: building" >&2
    (cd "$root" && node scripts/build.js >&2)
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM
}

is_current() { is_installed "$1" && is_built "$1"; }

is_installed() {
  [ -e "$1/node_modules/.msa-installed" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules/.msa-installed" ]
}

# Built, and no source is newer than that.
is_built() {
  [ -e "$1/dist/.stamp" ] &&
    [ -z "$(find "$1/src" "$1/bench" "$1/scripts" "$1/package.json" -newer "$1/dist/.stamp" -print 2>/dev/null | head -n 1)" ]
}
