package org.loupe.screen;

/**
 * Makes a network's input of patches: intensities without offset and gain, and beside them what
 * that loses.
 *
 * <p>Each channel is brought to mean 0 and standard deviation 1 by its own samples; {@value
 * #NOISE_FLOOR} gray levels are added to the deviation, so that the noise of an empty patch stays
 * small. The scalars are the logarithms of the box's side, of the first channel's contrast and its
 * brightness, each of order 1.
 */
public final class PatchScaling {

  /** Number of scalars beside a patch. */
  public static final int SCALARS = 3;

  private static final double NOISE_FLOOR = 4;
  private static final double USUAL_SIDE_PX = 32;
  private static final double USUAL_DEVIATION = 24;

  private PatchScaling() {}

  /**
   * Scales a patch in place.
   *
   * @param patch from {@link PatchCutter#cut}
   * @param channels of the patch
   * @param sidePx longer side of the box, in pixels of the micrograph
   * @param scalars receives {@link #SCALARS} numbers
   * @param offset of the first of them
   */
  public static void scale(
      float[] patch, int channels, double sidePx, float[] scalars, int offset) {
    int plane = patch.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        sum += patch[i];
      }
      double mean = sum / plane;
      double squares = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        squares += (patch[i] - mean) * (patch[i] - mean);
      }
      double deviation = Math.sqrt(squares / plane) + NOISE_FLOOR;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        patch[i] = (float) ((patch[i] - mean) / deviation);
      }
      if (channel == 0) {
        scalars[offset] = (float) Math.log(sidePx / USUAL_SIDE_PX);
        scalars[offset + 1] = (float) (mean / 128 - 1);
        scalars[offset + 2] = (float) Math.log(deviation / USUAL_DEVIATION);
      }
    }
  }
}
