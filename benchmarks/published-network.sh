#!/bin/sh
# This project's screening network beside that of the publication (2018): the same folds and candidates;
# see docs/screening.md.
#
#   benchmarks/published-network.sh DATASET [OPTION VALUE]...
#
#   --fold K        judge one fold, from 1; all folds without it
#   --epochs N      of the 2018 network by its published recipe, at most; 40
#   --own-epochs N  of the other two trainings; 10
#   --networks LIST some of own,published,published-own-recipe; all
#   --every N       of N micrographs look at one, to try it out; 1
#   --threads N     as many networks are trained side by side; all processors
#   --states DIR    what has been trained is kept there and used again; oracle/target/published-network
set -eu
[ $# -ge 1 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
dataset=$(CDPATH='' cd -- "$1" && pwd -P)
shift
here=$(pwd -P)
cd "$root"
mvn -q -Dquick -pl core,training,oracle test-compile
mvn -q -Dquick -pl core,training,oracle test-compile dependency:build-classpath -DincludeScope=test \
  -Dmdep.outputFile="$root/oracle/target/classpath.txt" -Dmdep.outputAbsoluteArtifactFilename=true
cd "$here"
case " $* " in
  *' --states '*) ;;
  *) set -- "$@" --states "$root/oracle/target/published-network" ;;
esac
exec java --add-modules jdk.incubator.vector -XX:+UseParallelGC -Xmx4g -Djava.awt.headless=true \
  -cp "$root/core/target/classes:$root/training/target/classes:$root/oracle/target/test-classes:$(cat "$root/oracle/target/classpath.txt")" \
  org.loupe.training.PublishedNetworkComparison "$dataset" "$@"
