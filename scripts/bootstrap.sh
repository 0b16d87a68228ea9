#!/bin/sh
# Build .venv from the locks when it is missing or out of date, and do nothing otherwise.
#
#   scripts/bootstrap.sh run    what the program needs
#   scripts/bootstrap.sh dev    and what its tests and checks need
#
# uv is used when it is on PATH, and plain venv and pip otherwise. Everything that is installed
# is pinned with hashes; the program itself is installed from this checkout.
set -eu
cd "$(dirname "$0")/.."

kind=$1
stamp=.venv/lock-stamp
sum=$({ pwd; cat requirements.lock requirements-build.lock requirements-dev.lock pyproject.toml; } | cksum)
built=$(cat "$stamp" 2>/dev/null || true)
if [ -x .venv/bin/python ]; then
    # The tools of `dev` do the program no harm, so `run` takes either.
    case "$built" in
    "dev $sum" | "$kind $sum") exit 0 ;;
    esac
fi
case "$built" in dev*) kind=dev ;; esac

say() { printf '%s\n' "$*" >&2; }

# Each Python that could do, the best tested first.
python='' old='' bare=''
uv=$(command -v uv || true)
for name in python3.13 python3.12 python3.11 python3.14 python3 python; do
    version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        old=$version
    elif [ -z "$uv" ] && ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
        bare=${bare:-$version}
    else
        python=$name
        break
    fi
done

if [ -n "$python" ]; then
    :
elif [ -n "$uv" ]; then
    python=3.13 # uv brings it
elif [ -n "$bare" ]; then
    say "Python $bare is here without its venv module: install it (Debian, Ubuntu: sudo apt install python$bare-venv)."
    exit 1
else
    say "Python 3.11 or newer is needed${old:+ and this is Python $old}: install it (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python; or see python.org)."
    exit 1
fi

locks='-r requirements.lock -r requirements-build.lock'
[ "$kind" = run ] || locks='-r requirements-dev.lock'

say "Setting up .venv with ${uv:+uv and }$python; this is done once."
trap 'say "Setting up did not work; the lines above say why. Run the same command to try again."' EXIT
rm -f "$stamp"
if [ -n "$uv" ]; then
    uv venv --quiet --clear --no-project --python "$python" .venv
    install="uv pip install --quiet --python .venv/bin/python --compile-bytecode"
else
    "$python" -m venv --clear .venv
    install=".venv/bin/python -m pip install --quiet --disable-pip-version-check"
fi
# shellcheck disable=SC2086 # the words are meant to be split
$install --require-hashes $locks
# The build backend is in the locks: nothing is fetched without a hash.
# shellcheck disable=SC2086
$install --no-deps --no-build-isolation --editable .
.venv/bin/python -m compileall -q src
printf '%s %s\n' "$kind" "$sum" >"$stamp"
trap - EXIT
