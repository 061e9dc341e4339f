#!/bin/sh
# Draws micrographs, lays them side by side to one of 16384 x 16384 pixels, as 32-bit float and as 8-bit
# TIFF, analyzes each in a bounded heap, and prints time, the heap after collections and the memory of the
# process. Needs 2 GB of disk and Python 3.
#   benchmarks/large-image.sh WORK [SIDE]      default: 16384 pixels; a multiple of 2048
set -eu
work=${1:?usage: benchmarks/large-image.sh WORK [SIDE]}
side=${2:-16384}
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
mkdir -p "$work"
if [ ! -d "$work/drawn" ]; then
  "$home/loupe" simulate --out "$work/drawn" --images 4 --size 2048 --bits 16 --loops 120 --dots 60 --seed 7
fi
for bits in 32 8; do
  [ -f "$work/tiled$bits.tif" ] \
    || python3 "$home/benchmarks/large_image.py" tile "$work/drawn/images" "$side" $bits "$work/tiled$bits.tif"
done
echo "| image | heap allowed | time | heap after a collection, most | memory of the process, most | result |"
echo "|---|---|---|---|---|---|"
python3 "$home/benchmarks/large_image.py" run "$home/loupe" "$work/tiled32.tif" "$work/out32" 4g
python3 "$home/benchmarks/large_image.py" run "$home/loupe" "$work/tiled8.tif" "$work/out8" 2g
