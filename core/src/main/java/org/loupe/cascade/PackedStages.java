package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Some consecutive stages that see packed windows, and the points of the window that they look at.
 *
 * <p>Windows are packed anew before each part, only at the points that its stages need, so that few
 * lanes are ever empty.
 *
 * @param first stage
 * @param end stage after the last
 * @param pointsXy x and y of each point, in turn, by rows; not to be changed
 */
record PackedStages(int first, int end, int[] pointsXy) {

  /** The stages before this one are evaluated where the windows lie. */
  static final int FIRST = 4;

  /** Where the parts begin. By measurement: see docs/decisions/010-row-kernel.md. */
  private static final int[] STARTS = {FIRST, 8};

  static List<PackedStages> of(StumpTables stumps) {
    List<PackedStages> parts = new ArrayList<>();
    for (int i = 0; i < STARTS.length; i++) {
      int end = i + 1 < STARTS.length ? Math.min(STARTS[i + 1], stumps.stages) : stumps.stages;
      if (STARTS[i] < end) {
        parts.add(new PackedStages(STARTS[i], end, points(stumps, STARTS[i], end)));
      }
    }
    return parts;
  }

  private static int[] points(StumpTables stumps, int first, int end) {
    TreeSet<Integer> points = new TreeSet<>();
    for (int i = stumps.stageStart[first]; i < stumps.stageStart[end]; i++) {
      LbpFeature feature = stumps.features[i];
      for (int k = 0; k < 16; k++) {
        int x = feature.x() + (k & 3) * feature.cellWidth();
        int y = feature.y() + (k >> 2) * feature.cellHeight();
        points.add(y << 16 | x);
      }
    }
    return points.stream()
        .flatMapToInt(p -> java.util.stream.IntStream.of(p & 0xFFFF, p >> 16))
        .toArray();
  }

  int points() {
    return pointsXy.length / 2;
  }

  int x(int point) {
    return pointsXy[2 * point];
  }

  int y(int point) {
    return pointsXy[2 * point + 1];
  }
}
