#!/bin/sh
# Windows or times of Module I beside OpenCV's, on real micrographs; see docs/performance.md.
#   benchmarks/cascade-vs-opencv.sh parity DATA IMAGE...
#   benchmarks/cascade-vs-opencv.sh speed DATA RUNS IMAGE...
# DATA holds the folder cascades; images are named relative to DATA.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mvn -q -Dquick -pl core,training,oracle test-compile
mvn -q -Dquick -pl core,training,oracle test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile="$root/oracle/target/classpath.txt" -Dmdep.outputAbsoluteArtifactFilename=true
exec java --add-modules jdk.incubator.vector -Xmx3g \
  -cp "core/target/classes:oracle/target/test-classes:$(cat oracle/target/classpath.txt)" \
  org.loupe.oracle.CascadeComparison "$@"
