package org.loupe.training.screen;

import java.util.random.RandomGenerator;
import org.loupe.screen.BoxDelta;
import org.loupe.screen.PatchSettings;

/**
 * Changes a patch as another micrograph of the same defect might differ: the eight symmetries of
 * the square, gamma, brightness and contrast, blur, noise.
 */
final class PatchAugmentation {

  private final PatchSettings settings;

  PatchAugmentation(PatchSettings settings) {
    this.settings = settings;
  }

  /**
   * Turns or mirrors each channel in place.
   *
   * @param symmetry 0 to 7: bit 0 mirrors left and right, bit 1 top and bottom, bit 2 then
   *     exchanges x and y
   */
  void turn(float[] patch, int symmetry) {
    int size = settings.sizePx();
    float[] plane = new float[size * size];
    for (int channel = 0; channel < settings.channels(); channel++) {
      int offset = channel * plane.length;
      System.arraycopy(patch, offset, plane, 0, plane.length);
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          int toX = (symmetry & 1) == 0 ? x : size - 1 - x;
          int toY = (symmetry & 2) == 0 ? y : size - 1 - y;
          int to = (symmetry & 4) == 0 ? toY * size + toX : toX * size + toY;
          patch[offset + to] = plane[y * size + x];
        }
      }
    }
  }

  /** Returns a way to a box as it is after {@link #turn}. */
  static BoxDelta turned(BoxDelta delta, int symmetry) {
    double dx = (symmetry & 1) == 0 ? delta.dx() : -delta.dx();
    double dy = (symmetry & 2) == 0 ? delta.dy() : -delta.dy();
    return (symmetry & 4) == 0
        ? new BoxDelta(dx, dy, delta.logWidth(), delta.logHeight())
        : new BoxDelta(dy, dx, delta.logHeight(), delta.logWidth());
  }

  /** Changes the gray levels in place, alike in all channels. */
  void disturb(float[] patch, RandomGenerator random) {
    double gamma = Math.exp(0.25 * random.nextGaussian());
    double gain = Math.exp(0.2 * random.nextGaussian());
    double offset = 12 * random.nextGaussian();
    for (int i = 0; i < patch.length; i++) {
      double gray = 255 * Math.pow(Math.max(0, patch[i]) / 255, gamma);
      patch[i] = (float) Math.max(0, Math.min(255, 128 + gain * (gray - 128) + offset));
    }
    if (random.nextDouble() < 0.2) {
      blur(patch, (float) (0.5 * random.nextDouble()));
    }
    if (random.nextDouble() < 0.4) {
      double deviation = 8 * random.nextDouble();
      for (int i = 0; i < patch.length; i++) {
        patch[i] += (float) (deviation * random.nextGaussian());
      }
    }
  }

  /** Takes a share of each sample's place from its four neighbors. */
  private void blur(float[] patch, float share) {
    int size = settings.sizePx();
    float[] before = patch.clone();
    for (int channel = 0; channel < settings.channels(); channel++) {
      int offset = channel * size * size;
      for (int y = 1; y < size - 1; y++) {
        for (int x = 1; x < size - 1; x++) {
          int i = offset + y * size + x;
          float around = before[i - 1] + before[i + 1] + before[i - size] + before[i + size];
          patch[i] = (1 - share) * before[i] + share * around / 4;
        }
      }
    }
  }
}
