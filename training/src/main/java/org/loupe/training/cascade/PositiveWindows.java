package org.loupe.training.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.loupe.cascade.ScanLevel;
import org.loupe.geometry.Box;

/**
 * Chooses the positive examples: windows of the scan that cover what an annotation asks for.
 *
 * <p>Examples are thus resized, shifted and scaled as the windows that the detector will try, not
 * as a person drew the box.
 */
final class PositiveWindows {

  private PositiveWindows() {}

  /** Returns keys, ascending; an annotation that no window of the scan covers has none. */
  static long[] choose(List<TrainingMicrograph> micrographs, CascadeTrainingSettings settings) {
    List<Long> keys = new ArrayList<>();
    for (int m = 0; m < micrographs.size(); m++) {
      TrainingMicrograph micrograph = micrographs.get(m);
      for (Box target : micrograph.targets()) {
        List<Long> near = near(micrograph, m, target, settings);
        // which ones is drawn by hash, so that one annotation more changes nothing for the others
        near.sort(
            Comparator.comparingLong((Long key) -> WindowKey.hash(key, settings.seed()))
                .thenComparing(Comparator.naturalOrder()));
        for (long key : near.subList(0, Math.min(near.size(), settings.windowsPerAnnotation()))) {
          keys.add(key | symmetry(key, settings));
        }
      }
    }
    long[] sorted = keys.stream().mapToLong(Long::longValue).distinct().toArray();
    Arrays.sort(sorted);
    if (sorted.length > settings.maxPositives()) {
      LowestHashes drawn = new LowestHashes(settings.maxPositives(), ~settings.seed());
      drawn.add(sorted);
      return drawn.keys();
    }
    return sorted;
  }

  /** Returns how many annotations have a window that covers them. */
  static int covered(TrainingMicrograph micrograph, CascadeTrainingSettings settings) {
    int covered = 0;
    for (Box target : micrograph.targets()) {
      if (!near(micrograph, 0, target, settings).isEmpty()) {
        covered++;
      }
    }
    return covered;
  }

  private static long symmetry(long key, CascadeTrainingSettings settings) {
    return switch (settings.augmentation()) {
      case NONE -> 0;
      case SYMMETRIES -> WindowKey.hash(key, ~settings.seed()) & (WindowKey.SYMMETRIES - 1);
    };
  }

  private static List<Long> near(
      TrainingMicrograph micrograph, int number, Box target, CascadeTrainingSettings settings) {
    List<Long> keys = new ArrayList<>();
    int size = settings.windowSize();
    for (int l = 0; l < micrograph.levels().size(); l++) {
      ScanLevel level = micrograph.levels().get(l);
      double side = size * (double) level.scale();
      double ratio = side * side / target.area();
      if (Math.min(ratio, 1 / ratio) < settings.minPositiveIou()) {
        continue;
      }
      int lastX = (level.positions(level.width(), size) - 1) * level.step();
      int lastY = (level.positions(level.height(), size) - 1) * level.step();
      int reach = level.step();
      // no window further off can overlap enough
      double most = Math.max(side, target.width()) / level.scale();
      int centerX = (int) ((target.centerX() - side / 2) / level.scale());
      int centerY = (int) ((target.centerY() - side / 2) / level.scale());
      int fromX = Math.max(0, floor((int) (centerX - most), reach));
      int fromY = Math.max(0, floor((int) (centerY - most), reach));
      for (int y = fromY; y <= Math.min(lastY, centerY + most); y += reach) {
        for (int x = fromX; x <= Math.min(lastX, centerX + most); x += reach) {
          if (level.box(x, y, size, size).iou(target) >= settings.minPositiveIou()) {
            keys.add(WindowKey.of(number, l, x, y, 0));
          }
        }
      }
    }
    return keys;
  }

  private static int floor(int value, int step) {
    return Math.floorDiv(value, step) * step;
  }
}
