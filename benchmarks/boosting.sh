#!/bin/sh
# Where the boosting of a stage goes, beside one pass over its codes; see
# docs/decisions/040-cascade-training.md.
#   benchmarks/boosting.sh [EXAMPLES [THREADS [ROUNDS]]]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mvn -q -Dquick -pl core,training test-compile
mvn -q -Dquick -pl core,training test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile="$root/training/target/classpath.txt" -Dmdep.outputAbsoluteArtifactFilename=true
exec java -Xmx7g -XX:+UseParallelGC \
  -cp "core/target/classes:training/target/classes:training/target/test-classes:$(cat training/target/classpath.txt)" \
  org.loupe.training.cascade.BoostingBenchmark "${1:-30000}" "${2:-2}" "${3:-20}"
