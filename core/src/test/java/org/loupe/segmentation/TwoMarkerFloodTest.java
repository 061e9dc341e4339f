package org.loupe.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loupe.image.Mask;

class TwoMarkerFloodTest {

  @Test
  void stopsAtTheClosedRidge() {
    // 0 ground, 9 ridge; seed in the middle, frame outside
    String[] ground = {
      "000000000", //
      "000000000",
      "009999900",
      "009000900",
      "009000900",
      "009000900",
      "009999900",
      "000000000",
      "000000000"
    };
    String[] expected = {
      ".........", //
      ".........",
      "..#####..",
      "..#####..",
      "..#####..",
      "..#####..",
      "..#####..",
      ".........",
      "........."
    };
    int[] levels = new int[81];
    boolean[] want = new boolean[81];
    boolean[] inner = new boolean[81];
    for (int i = 0; i < 81; i++) {
      levels[i] = ground[i / 9].charAt(i % 9) - '0';
      want[i] = expected[i / 9].charAt(i % 9) == '#';
    }
    inner[40] = true;
    assertThat(TwoMarkerFlood.object(levels, new Mask(9, 9, inner), frame(9, 9)).set())
        .isEqualTo(want);
  }

  @Test
  void equalsTheDilationOfTheWholeImageLevelByLevel() {
    Random random = new Random(36);
    for (int round = 0; round < 300; round++) {
      int width = 3 + random.nextInt(14);
      int height = 3 + random.nextInt(14);
      int depth = 2 + random.nextInt(12);
      boolean[] inner = new boolean[width * height];
      int[] levels = random.ints(inner.length, 0, depth).toArray();
      for (int i = 0; i < 3; i++) {
        inner[random.nextInt(inner.length)] = true; // now and then on the frame, in both markers
      }
      Mask seed = new Mask(width, height, inner);
      Mask frame = frame(width, height);
      assertThat(TwoMarkerFlood.object(levels, seed, frame).set())
          .isEqualTo(byDefinition(levels, seed, frame));
    }
  }

  @Test
  void refusesSizesThatDiffer() {
    Mask mask = frame(3, 3);
    assertThatThrownBy(() -> TwoMarkerFlood.object(new int[8], mask, mask))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8");
  }

  private static boolean[] byDefinition(int[] levels, Mask innerMarker, Mask outerMarker) {
    int width = innerMarker.width();
    boolean[] inner = innerMarker.set().clone();
    boolean[] outer = outerMarker.set().clone();
    int max = java.util.Arrays.stream(levels).max().orElseThrow();
    for (int level = 1; level <= max; level++) {
      boolean changed = true;
      while (changed) {
        changed = false;
        boolean[] in = dilated(inner, width);
        boolean[] out = dilated(outer, width);
        for (int i = 0; i < levels.length; i++) {
          if (levels[i] < level && !(in[i] && out[i])) {
            changed |= (in[i] && !inner[i]) || (out[i] && !outer[i]);
            inner[i] |= in[i];
            outer[i] |= out[i];
          }
        }
      }
    }
    boolean[] object = new boolean[levels.length];
    for (int i = 0; i < object.length; i++) {
      object[i] = !outer[i];
    }
    return object;
  }

  private static boolean[] dilated(boolean[] set, int width) {
    int height = set.length / width;
    boolean[] result = new boolean[set.length];
    for (int i = 0; i < set.length; i++) {
      for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
        for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
          result[i] |= set[y * width + x];
        }
      }
    }
    return result;
  }

  private static Mask frame(int width, int height) {
    boolean[] set = new boolean[width * height];
    for (int i = 0; i < set.length; i++) {
      set[i] = i < width || i >= set.length - width || i % width == 0 || i % width == width - 1;
    }
    return new Mask(width, height, set);
  }
}
