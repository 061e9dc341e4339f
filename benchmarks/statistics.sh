#!/bin/sh
# Prints the tables of docs/statistics.md: bias of the edges, coverage of the intervals.
#   benchmarks/statistics.sh [SETS]
set -eu
cd "$(dirname "$0")/.."
mvn -q -Dquick -pl core test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile=target/classpath.txt -Dmdep.outputAbsoluteArtifactFilename=true
exec java -Xmx2g -cp "core/target/classes:core/target/test-classes:$(cat core/target/classpath.txt)" \
  org.loupe.statistics.StatisticsTable "${1:-1000}"
