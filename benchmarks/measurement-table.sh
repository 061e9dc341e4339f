#!/bin/sh
# Prints the accuracy and speed tables of docs/measurement.md.
set -eu
cd "$(dirname "$0")/.."
mvn -q -Dquick -pl core test-compile
exec java -Xmx2g -cp core/target/classes:core/target/test-classes org.loupe.measure.MeasurementTable
