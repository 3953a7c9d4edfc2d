#!/bin/sh
# Makes sure that PostgreSQL's server programs are there for the tests: installs Debian's package when root, else says so.
set -u
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing PostgreSQL for the tests of the ledger ..."
  export DEBIAN_FRONTEND=noninteractive
  # The tests start a server of their own; the package must not start one.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
  { apt-get update -q && apt-get install -q -y --no-install-recommends postgresql; } >/dev/null 2>&1 && exit 0
fi
echo "PostgreSQL is not here and cannot be installed: tests of the ledger on PostgreSQL are SKIPPED (in CI they fail)." >&2
exit 0
