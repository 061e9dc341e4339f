package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.loupe.image.ByteImage;
import org.loupe.segmentation.Connectivity;
import org.loupe.segmentation.LabelImage;
import org.loupe.segmentation.MarkerWatershed;
import org.loupe.segmentation.WatershedBorder;
import org.loupe.segmentation.WatershedSettings;

class WatershedParityTest {

  private static final WatershedSettings LIKE_OPENCV =
      new WatershedSettings(Connectivity.FOUR, WatershedBorder.LINE);

  /** On even ground both flood by distance alone, and OpenCV's other measure of height is none. */
  @Test
  void evenGroundIsSharedAsByOpenCv() {
    int width = 201;
    int height = 150;
    ByteImage relief = new ByteImage(width, height, new byte[width * height]);
    Random random = new Random(25);
    int count = 40;
    int[][] at = new int[count][];
    int[] markers = new int[width * height];
    for (int i = 0; i < count; i++) {
      at[i] = new int[] {1 + random.nextInt(width - 2), 1 + random.nextInt(height - 2)};
      markers[at[i][1] * width + at[i][0]] = i + 1;
    }
    LabelImage image = new LabelImage(width, height, markers);
    int[] ours = MarkerWatershed.of(relief, image, LIKE_OPENCV).labels();
    try (OpenCvWatershed rival = new OpenCvWatershed(relief, image)) {
      rival.flood();
      int[] theirs = rival.labels();
      int compared = 0;
      for (int p = 0; p < ours.length; p++) {
        int x = p % width;
        int y = p / width;
        int nearest = nearest(at, x, y, 2); // a line takes a pixel from either side
        if (nearest > 0 && x > 0 && y > 0 && x < width - 1 && y < height - 1) {
          assertThat(new int[] {ours[p], theirs[p]}).containsOnly(nearest);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(ours.length / 2);
    }
  }

  /** Returns the number of the nearest marker by steps, or 0 if another is as near but for some. */
  private static int nearest(int[][] at, int x, int y, int margin) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    int second = Integer.MAX_VALUE;
    for (int i = 0; i < at.length; i++) {
      int distance = Math.abs(at[i][0] - x) + Math.abs(at[i][1] - y);
      if (distance < least) {
        second = least;
        least = distance;
        best = i + 1;
      } else {
        second = Math.min(second, distance);
      }
    }
    return second - least > margin ? best : 0;
  }
}
