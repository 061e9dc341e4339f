#!/bin/sh
# Reads a 16-bit TIFF with Loupe and with ImageJ, a DM4 with Loupe, and their bytes alone, in turns in one
# process, and prints the times.
#   benchmarks/read-speed.sh WORK IJ.JAR [SIDE [TURNS]]      IJ.JAR: ImageJ 1.54p, net.imagej:ij
# Run ./loupe --version before: it builds.
set -eu
work=${1:?usage: benchmarks/read-speed.sh WORK IJ.JAR [SIDE [TURNS]]}
ij=${2:?usage: benchmarks/read-speed.sh WORK IJ.JAR [SIDE [TURNS]]}
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
mkdir -p "$work"
exec java -Xmx1g -XX:+UseParallelGC -Djava.awt.headless=true \
  -cp "$ij:$home/core/target/classes:$home/app/target/lib/*" \
  "$home/benchmarks/ReadSpeed.java" "$work" "${3:-4096}" "${4:-41}"
