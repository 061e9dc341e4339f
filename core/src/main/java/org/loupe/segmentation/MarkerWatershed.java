package org.loupe.segmentation;

import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;

/**
 * The watershed of a relief, flooded from markers: any number of them, each a set of pixels of one
 * label.
 *
 * <p>The water rises level by level. At each level all floods grow by one pixel at the same time,
 * again and again until nothing changes, into the pixels that are no higher; what is lower than the
 * level is filled on the way. So a pixel belongs to the flood that reaches it first: by level, then
 * by age, counted in such rounds. This is Meyer's flood, but for ties: where his queue lets the
 * order of pixels decide between floods that arrive in the same round, here labels do, so that a
 * mirrored or turned relief gives the mirrored or turned regions.
 *
 * <ul>
 *   <li>With {@link WatershedBorder#NONE} the smallest label takes a pixel that several floods
 *       reach in one round. Every label then is one whose marker has the lowest pass to the pixel.
 *   <li>With {@link WatershedBorder#LINE} such a pixel is left to the line, which nothing floods or
 *       crosses; and where floods arrive at two neighbors in one round, so is that of the larger
 *       label. A line may be thicker than a pixel, and may cut off pixels from every marker: they
 *       keep label 0, as the line does.
 * </ul>
 *
 * <p>Each pixel enters one bucket of its level, or one round, once: time grows with the number of
 * pixels, and nothing is allocated for a pixel.
 *
 * <p>F. Meyer, Un algorithme optimal pour la ligne de partage des eaux, 8e congrès RFIA, Lyon 1991,
 * 847-857. S. Beucher, F. Meyer, The morphological approach to segmentation: the watershed
 * transformation, in: Mathematical Morphology in Image Processing, Dekker 1993, 433-481.
 */
public final class MarkerWatershed {

  private MarkerWatershed() {}

  /**
   * Returns the regions, labeled as their markers; 0 for lines and for what no flood reached.
   *
   * @param markers of the size of the relief; heights under markers do not matter
   * @throws IllegalArgumentException if the sizes differ, or a label is 2^30 or more
   */
  public static LabelImage of(ByteImage relief, LabelImage markers, WatershedSettings settings) {
    check(relief.width(), relief.height(), markers);
    int[] levels = new int[relief.samples().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = relief.samples()[i] & 0xFF;
    }
    return flooded(levels, 255, markers, settings);
  }

  /**
   * Returns the regions of a relief of any values; each distinct value is a level.
   *
   * @param markers of the size of the relief; heights under markers do not matter
   * @throws IllegalArgumentException if the sizes differ, a height is not a number, or a label is
   *     2^30 or more
   */
  public static LabelImage of(GrayImage relief, LabelImage markers, WatershedSettings settings) {
    check(relief.width(), relief.height(), markers);
    int[] levels = new int[relief.samples().length];
    int highest = FloatRanks.rank(relief.samples(), levels);
    return flooded(levels, highest, markers, settings);
  }

  private static void check(int width, int height, LabelImage markers) {
    if (markers.width() != width || markers.height() != height) {
      throw new IllegalArgumentException(
          "relief and markers must be of one size, were "
              + width
              + " x "
              + height
              + " and "
              + markers.width()
              + " x "
              + markers.height());
    }
  }

  private static LabelImage flooded(
      int[] levels, int highest, LabelImage markers, WatershedSettings settings) {
    int width = markers.width();
    int height = markers.height();
    int wide = width + 2;
    int[] state = RisingFlood.walled(width, height);
    for (int i = 0, y = 0; y < height; y++) {
      int p = (y + 1) * wide + 1;
      for (int x = 0; x < width; x++, i++, p++) {
        int label = markers.labels()[i];
        if (label >= RisingFlood.DRY) {
          throw new IllegalArgumentException(
              "labels must be less than " + RisingFlood.DRY + ", were " + label);
        }
        state[p] = label > 0 ? label : RisingFlood.ground(levels[i]);
      }
    }
    RisingFlood.Meeting meeting =
        switch (settings.border()) {
          case NONE -> RisingFlood.Meeting.SMALLEST;
          case LINE -> RisingFlood.Meeting.APART;
        };
    RisingFlood.flood(state, wide, highest, settings.connectivity(), meeting);
    int[] labels = levels; // of the same size, and not needed any more
    for (int i = 0, y = 0; y < height; y++) {
      int p = (y + 1) * wide + 1;
      for (int x = 0; x < width; x++, i++, p++) {
        labels[i] = state[p] > 0 && state[p] < RisingFlood.DRY ? state[p] : 0;
      }
    }
    return new LabelImage(width, height, labels);
  }
}
