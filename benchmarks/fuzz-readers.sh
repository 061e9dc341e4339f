#!/bin/sh
# Feeds the readers with mutated files, in 512 MB of Java heap; exit code 1 if one of them did
# anything but give an image or a typed error within 2 s. What failed is kept as fuzz-N-NAME.
#
#   benchmarks/fuzz-readers.sh [MUTATIONS [SEED [EXTENSION | FILE...]]]
#
# Without files the project's fixtures are mutated, of one extension (dm3, ser, emd, ...) or all.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
mutations=${1:-100000}
seed=${2:-1}
if [ $# -gt 2 ]; then shift 2; else set --; fi
(cd "$root" && mvn -q -Dquick -pl core test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile="$root/core/target/classpath.txt")
exec java -Xmx512m \
  -cp "$root/core/target/classes:$root/core/target/test-classes:$(cat "$root/core/target/classpath.txt")" \
  org.loupe.io.ReaderFuzz "$mutations" "$seed" "$@"
