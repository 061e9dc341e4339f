#!/bin/sh
# Lets Jazzer (coverage-guided) make up files of one kind for the readers; exit code not 0 if one did
# anything but give an image or a typed error, took more than 60 s by the wall, or more than 512 MB of Java heap.
# The corpus grows in target/jazzer/ENDING; what fails is left as crash-* or timeout-* beside it.
#
#   benchmarks/jazzer.sh ENDING [SECONDS]      ENDING: dm3, dm4, ser, emd, mrc, tif, png, jpg, bmp
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
ending=$1
seconds=${2:-60}
version=0.30.0
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}/com/code-intelligence
(cd "$root" && mvn -q -Dquick -pl core test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile="$root/core/target/classpath.txt")
mvn -q dependency:get -Dartifact="com.code-intelligence:jazzer:$version"
classes="$root/core/target/classes:$root/core/target/test-classes:$(cat "$root/core/target/classpath.txt")"
work="$root/core/target/jazzer"
java -cp "$classes" org.loupe.io.ReaderFuzzTarget "$work/$ending" "$ending"
cd "$work"
exec java -Xmx512m \
  -cp "$repository/jazzer/$version/jazzer-$version.jar:$repository/jazzer-api/$version/jazzer-api-$version.jar:$classes" \
  com.code_intelligence.jazzer.Jazzer --target_class=org.loupe.io.ReaderFuzzTarget \
  --instrumentation_includes='org.loupe.io.**:io.jhdf.**' --reproducer_path="$work" \
  -max_total_time="$seconds" -timeout=60 -max_len=65536 -rss_limit_mb=4096 "$ending"
