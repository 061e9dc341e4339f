#!/bin/sh
# Times and regions of the watershed beside OpenCV's and scikit-image's on the same reliefs, 1024 x 1024
# pixels with 3,600 markers; see docs/performance.md. Needs Python 3 with scikit-image (PYTHON=...).
#   benchmarks/watershed.sh RUNS MICROGRAPH...
set -eu
start=$(pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
runs=$1
shift
count=$#
for file in "$@"; do
  case $file in
    /*) set -- "$@" "$file" ;;
    *) set -- "$@" "$start/$file" ;;
  esac
done
shift "$count"
cd "$root"
mvn -q -Dquick -pl core,training,oracle test-compile
mvn -q -Dquick -pl core,training,oracle test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile="$root/oracle/target/classpath.txt" -Dmdep.outputAbsoluteArtifactFilename=true
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
java -Xmx3g -cp "core/target/classes:core/target/test-classes:oracle/target/test-classes:$(cat oracle/target/classpath.txt)" \
  org.loupe.oracle.WatershedComparison "$out" "$runs" "$@"
"${PYTHON:-python3}" benchmarks/watershed.py "$out" "$runs"
