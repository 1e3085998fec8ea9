#!/bin/sh
# Installs the Debian packages that tests, audits and reports need and that are not here yet; without
# the right to, prints the one command to type. `deps.sh check` only says whether any is missing.
set -eu

packages="gcc g++ make git libgmp-dev zlib1g-dev libexpat1-dev clang-19 lld lld-19 clang-format-14 libcjson-dev libcapstone-dev
libclang-rt-19-dev libdw-dev libelf-dev libunwind-dev libcmocka-dev gnuplot-nox python3.11 hyperfine valgrind chromium
libbenchmark-dev libedit-dev lua5.4 luajit libpython3.11-stdlib libpython3.11-testsuite"

missing=
for package in $packages; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done

if [ -z "$missing" ]; then
    [ "${1-}" = check ] || echo "deps: everything is installed"
    exit 0
fi
[ "${1-}" != check ] || exit 1

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "deps: missing:$missing"
    echo "deps: type this once:  su -c 'apt-get update && $install'"
    exit 1
fi
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
$as_root $install
