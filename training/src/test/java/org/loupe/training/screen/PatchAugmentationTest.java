package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.PatchCutter;
import org.loupe.screen.PatchSettings;

class PatchAugmentationTest {

  private static final PatchSettings SETTINGS = new PatchSettings(32, List.of(1.0, 2.0));

  /**
   * A ramp from left to right: turned, it is a ramp in another direction with the same steepness.
   */
  private static ByteImage ramp() {
    byte[] samples = new byte[200 * 200];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (20 + i % 200);
    }
    return new ByteImage(200, 200, samples);
  }

  @Test
  void aTurnedRampRisesInTheTurnedDirection() {
    Box box = new Box(84, 84, 32, 32);
    float[] wide = new PatchCutter(PatchAugmentation.wide(SETTINGS)).cut(ramp(), box);
    for (double angle = 0; angle < 2 * Math.PI; angle += Math.PI / 12) {
      float[] turned = new PatchAugmentation(SETTINGS).rotated(wide, angle);
      int at = 16 * 32 + 16;
      for (int channel = 0; channel < 2; channel++) {
        double step = channel == 0 ? 1 : 2;
        int i = channel * 32 * 32 + at;
        assertThat(turned[i + 1] - turned[i])
            .isCloseTo((float) (step * Math.cos(angle)), within(0.02f));
        assertThat(turned[i + 32] - turned[i])
            .isCloseTo((float) (-step * Math.sin(angle)), within(0.02f));
      }
    }
  }

  @Test
  void turnedByNothingItIsThePatchItself() {
    Box box = new Box(84, 84, 32, 32);
    float[] plain = new PatchCutter(SETTINGS).cut(ramp(), box);
    float[] wide = new PatchCutter(PatchAugmentation.wide(SETTINGS)).cut(ramp(), box);
    float[] turned = new PatchAugmentation(SETTINGS).rotated(wide, 0);
    for (int i = 0; i < plain.length; i++) {
      assertThat(turned[i]).isCloseTo(plain[i], within(0.02f));
    }
  }

  @Test
  void disturbedGrayLevelsKeepTheirOrderUpToNoise() {
    int kept = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 50; trial++) {
      float[] patch = new float[SETTINGS.samples()];
      java.util.Arrays.fill(patch, 0, patch.length / 2, 90);
      java.util.Arrays.fill(patch, patch.length / 2, patch.length, 150);
      new PatchAugmentation(SETTINGS).disturb(patch, random);
      kept += mean(patch, 0) < mean(patch, patch.length / 2) ? 1 : 0;
    }
    assertThat(kept).isEqualTo(50);
  }

  private static double mean(float[] patch, int from) {
    double sum = 0;
    for (int i = from; i < from + patch.length / 2; i++) {
      sum += patch[i];
    }
    return sum / (patch.length / 2.0);
  }
}
