#!/bin/sh
# Patches a second that Module II judges, on one thread and on two: median (best) of some runs.
#   benchmarks/screening-speed.sh RUNS [MODEL [MICROGRAPH]]
set -eu
[ $# -ge 1 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
model=$(realpath "${2:-$root/models/fecral-loops.loupe}")
micrograph=$(realpath "${3:-$root/samples/synthetic_2.png}")
cd "$root"
mvn -q -Dquick -pl core test-compile
mvn -q -pl core dependency:build-classpath -Dmdep.outputFile="$root/core/target/speed.classpath"
echo "| what | threads | a second |"
echo "|---|---|---|"
exec java -Xmx2g -cp "core/target/classes:core/target/test-classes:$(cat core/target/speed.classpath)" \
  org.loupe.screen.ScreeningSpeed "$1" "$model" "$micrograph"
