#!/bin/sh
# Compares what Loupe writes on several JDKs, in three locales and with 1, 2 and 8 threads: all files but
# those that tell of the run itself must have the same bytes. Pictures that Java paints (overlays/, and PNG
# in plots/) are compared among the runs of one JDK only: JDK 17 and 25 paint a few pixels a little
# differently.
#
#   benchmarks/same-bytes.sh INPUT [JDK...]
#
# INPUT is a folder of images, for instance samples; a JDK is a folder with bin/java. Without one, the
# launcher's own is used. Needs Python 3.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
[ $# -ge 1 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
input=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

compare() { # number of the run to compare with, options of diff, JDK, language, country, threads
  with=$1
  shift
  options=
  while [ "$1" = -x ]; do
    options="$options -x $2"
    shift 2
  done
  # shellcheck disable=SC2086
  diff -r $options "$work/$with" "$work/$number" > "$work/diff" || {
    echo "differs: $1 $2_$3, $4 threads" >&2
    head -n 20 "$work/diff" >&2
    exit 1
  }
}

once() { # JDK, language, country, threads
  number=$((number + 1))
  [ "$1" = - ] || export JAVA_HOME="$1"
  LOUPE_JAVA_OPTIONS="-Duser.language=$2 -Duser.country=$3" "$home/loupe" analyze "$input" \
    --export imagej-roi,coco,geojson,masks,yolo --plots svg,png --threads "$4" --quiet \
    --out "$work/$number"
  # the time of an image, and what tells of the run
  python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
time = rows[0].index("elapsed_ms")
csv.writer(open(sys.argv[2], "w", newline="", encoding="utf-8")).writerows(
    row[:time] + row[time + 1:] for row in rows)
' "$work/$number/images.csv" "$work/$number/images.txt"
  (cd "$work/$number" && rm -f images.csv run.json report.html resume.jsonl)
  if [ "$number" -eq "$first" ]; then
    compare 1 -x overlays -x plots "$@"
    (cd "$work/$number/plots" && for plot in *.svg; do cmp "$plot" "$work/1/plots/$plot"; done)
  else
    compare "$first" "$@"
    rm -rf "${work:?}/$number"
  fi
  echo "same: $1 $2_$3, $4 threads"
}

[ $# -gt 0 ] || set -- -
for jdk in "$@"; do
  first=$((number + 1))
  for place in "en US" "de DE" "tr TR"; do
    for threads in 1 2 8; do
      # shellcheck disable=SC2086
      once "$jdk" $place "$threads"
    done
  done
done
echo "$number runs: the same bytes"
