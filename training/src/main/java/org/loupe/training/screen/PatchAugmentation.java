package org.loupe.training.screen;

import java.util.random.RandomGenerator;
import org.loupe.screen.PatchSettings;

/**
 * Changes a patch as another micrograph of such a defect might differ: rotation, gamma, brightness
 * and contrast, blur, noise.
 */
final class PatchAugmentation {

  private final PatchSettings settings;

  PatchAugmentation(PatchSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns patches as they are cut for {@link #rotated}: with so much around them that their
   * corners stay filled.
   */
  static PatchSettings wide(PatchSettings settings) {
    int size = (int) Math.ceil(settings.sizePx() * Math.sqrt(2));
    double factor = (double) size / settings.sizePx();
    return new PatchSettings(size, settings.contexts().stream().map(c -> c * factor).toList());
  }

  /**
   * Returns the middle of a wide patch, turned about its center.
   *
   * @param wide cut with the settings of {@link #wide}
   * @param angle in radians
   */
  float[] rotated(float[] wide, double angle) {
    int size = settings.sizePx();
    int wideSize = wide(settings).sizePx();
    float[] rotated = new float[settings.samples()];
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double u = x + 0.5 - size / 2.0;
        double v = y + 0.5 - size / 2.0;
        double fromX =
            Math.max(0, Math.min(wideSize - 1.001, cos * u - sin * v + wideSize / 2.0 - 0.5));
        double fromY =
            Math.max(0, Math.min(wideSize - 1.001, sin * u + cos * v + wideSize / 2.0 - 0.5));
        int left = (int) fromX;
        int top = (int) fromY;
        float right = (float) (fromX - left);
        float down = (float) (fromY - top);
        for (int channel = 0; channel < settings.channels(); channel++) {
          int at = channel * wideSize * wideSize + top * wideSize + left;
          float upper = wide[at] + right * (wide[at + 1] - wide[at]);
          float lower =
              wide[at + wideSize] + right * (wide[at + wideSize + 1] - wide[at + wideSize]);
          rotated[channel * size * size + y * size + x] = upper + down * (lower - upper);
        }
      }
    }
    return rotated;
  }

  /** Changes the gray levels in place, alike in all channels. */
  void disturb(float[] patch, RandomGenerator random) {
    disturb(patch, settings.sizePx(), settings.sizePx(), random);
  }

  /** Changes the gray levels of planes of any size in place, alike in all of them. */
  static void disturb(float[] patch, int width, int height, RandomGenerator random) {
    double gamma = Math.exp(0.2 * random.nextGaussian());
    double gain = Math.exp(0.2 * random.nextGaussian());
    double offset = 12 * random.nextGaussian();
    float[] curve = new float[257];
    for (int i = 0; i < curve.length; i++) {
      double gray = 255 * Math.pow(i / 255.0, gamma);
      curve[i] = (float) Math.max(0, Math.min(255, 128 + gain * (gray - 128) + offset));
    }
    for (int i = 0; i < patch.length; i++) {
      float gray = Math.max(0, Math.min(255, patch[i]));
      int below = (int) gray;
      patch[i] = curve[below] + (gray - below) * (curve[below + 1] - curve[below]);
    }
    if (random.nextDouble() < 0.2) {
      blur(patch, width, height, (float) (0.5 * random.nextDouble()));
    }
    if (random.nextDouble() < 0.4) {
      double deviation = 8 * random.nextDouble();
      for (int i = 0; i < patch.length; i++) {
        patch[i] += (float) (deviation * random.nextGaussian());
      }
    }
  }

  /** Takes a share of each sample's place from its four neighbors. */
  private static void blur(float[] patch, int width, int height, float share) {
    float[] before = patch.clone();
    for (int offset = 0; offset < patch.length; offset += width * height) {
      for (int y = 1; y < height - 1; y++) {
        for (int x = 1; x < width - 1; x++) {
          int i = offset + y * width + x;
          float around = before[i - 1] + before[i + 1] + before[i - width] + before[i + width];
          patch[i] = (1 - share) * before[i] + share * around / 4;
        }
      }
    }
  }
}
