#!/bin/sh
# Times of Module III for the 2,000 defects of a simulated frame of 2048 x 2048, and with a REVISION those of
# that version in turn, in milliseconds: median (least). Equal digests mean equal results, to the last bit.
#   [METHODS="RIM_FIT ..."] benchmarks/measurement-speed.sh RUNS [REVISION]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mvn -q -Dquick -pl core test-compile
mvn -q -pl core dependency:build-classpath -Dmdep.outputFile="$root/core/target/speed.classpath"
jars=$(cat core/target/speed.classpath)
methods=${METHODS:-RIM_FIT DRAWN_OUTLINE FLOOD_LI_2018}
echo "| version | method | processor, one thread | one thread | two threads | digest |"
echo "|---|---|---|---|---|---|"
run() {
  java -Xmx2g -cp "$1:core/target/test-classes:$jars" org.loupe.measure.MeasurementSpeed "$2" "$3" $methods
}
if [ $# -gt 1 ]; then
  old=$(mktemp -d)
  trap 'rm -r "$old"' EXIT
  mkdir "$old/source" "$old/classes"
  git archive "$2" core/src/main/java | tar -x -C "$old/source"
  source=$old/source/core/src/main/java
  javac -nowarn -proc:none -d "$old/classes" -cp "$jars" -sourcepath "$source" \
    "$source"/org/loupe/measure/*.java "$source"/org/loupe/simulation/*.java
  for turn in 1 2; do
    run "$old/classes" "$2" "$1"
    run core/target/classes now "$1"
  done
else
  run core/target/classes now "$1"
fi
