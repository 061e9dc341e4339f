#!/bin/sh
# Prints the comparison of methods in docs/measurement.md; arguments are labeled sets with shapes.
set -eu
cd "$(dirname "$0")/.."
mvn -q -Dquick -pl core test-compile
mvn -q -pl core dependency:build-classpath -Dmdep.outputFile="$PWD/core/target/rivals.classpath" -DincludeScope=test
exec java -Xmx2g -cp "core/target/classes:core/target/test-classes:$(cat core/target/rivals.classpath)" \
  org.loupe.measure.RivalTable "$@"
