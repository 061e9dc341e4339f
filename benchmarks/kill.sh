#!/bin/sh
# Kills a batch at random moments (50, or as many as the first argument says), and each time checks that
# all files are whole and that --resume completes them to the tables of an undisturbed run.
set -eu
cd "$(dirname "$0")/.."
exec mvn -B -ntp -Dquick -pl core,training,app test -Dtest=KillTest \
  -Dsurefire.failIfNoSpecifiedTests=false "-Dloupe.kills=${1:-50}"
