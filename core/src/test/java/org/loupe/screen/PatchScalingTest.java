package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatchScalingTest {

  private static final int PLANE = 256;

  private static float[] patch(int channels, double mean, double deviation) {
    SplittableRandom random = new SplittableRandom(5);
    float[] patch = new float[channels * PLANE];
    for (int i = 0; i < patch.length; i++) {
      patch[i] = (float) (mean + deviation * Math.sqrt(12) * (random.nextDouble() - 0.5));
    }
    return patch;
  }

  private static float[] scaled(float[] patch, int channels) {
    float[] copy = patch.clone();
    PatchScaling.scale(copy, channels, 32, new float[3], 0);
    return copy;
  }

  private static double mean(float[] values, int from) {
    double sum = 0;
    for (int i = from; i < from + PLANE; i++) {
      sum += values[i];
    }
    return sum / PLANE;
  }

  @Test
  void anOffsetChangesNothing() {
    float[] patch = patch(1, 100, 20);
    float[] brighter = patch.clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] += 40;
    }
    float[] a = scaled(patch, 1);
    float[] b = scaled(brighter, 1);
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isEqualTo(a[i], within(1e-5f)); // floats of about 150 over a deviation of 24
    }
  }

  @Test
  void aGainChangesLittleWhereContrastIsFarAboveTheNoise() {
    float[] a = scaled(patch(1, 0, 400), 1);
    float[] b = scaled(patch(1, 0, 4000), 1);
    for (int i = 0; i < a.length; i++) {
      // 4 gray levels in 404 and in 4004
      assertThat(a[i]).isEqualTo(b[i], within(0.02f));
    }
  }

  @Test
  void noiseOfAnEmptyPatchStaysSmall() {
    for (float sample : scaled(patch(1, 128, 0.4), 1)) {
      assertThat(Math.abs(sample)).isLessThan(0.2f);
    }
    for (float sample : scaled(new float[PLANE], 1)) {
      assertThat(sample).isZero();
    }
  }

  @Test
  void eachChannelIsBroughtToMeanZeroByItself() {
    float[] patch = patch(2, 50, 10);
    for (int i = PLANE; i < 2 * PLANE; i++) {
      patch[i] = 3 * patch[i] + 7;
    }
    float[] both = scaled(patch, 2);
    assertThat(mean(both, 0)).isEqualTo(0, within(1e-6));
    assertThat(mean(both, PLANE)).isEqualTo(0, within(1e-6));
    assertThat(java.util.Arrays.copyOf(both, PLANE))
        .isEqualTo(scaled(java.util.Arrays.copyOf(patch, PLANE), 1));
  }

  @Test
  void theScalarsTellSizeBrightnessAndContrast() {
    float[] patch = new float[PLANE];
    for (int i = 0; i < PLANE; i++) {
      patch[i] = i % 2 == 0 ? 172 : 212; // mean 192, deviation 20
    }
    float[] scalars = {9, 9, 9, 9, 9};
    PatchScaling.scale(patch, 1, 64, scalars, 1);
    assertThat(scalars[0]).isEqualTo(9);
    assertThat(scalars[1]).isEqualTo((float) Math.log(2));
    assertThat(scalars[2]).isEqualTo(0.5f);
    assertThat(scalars[3]).isEqualTo(0f, within(1e-6f)); // log((20 + 4) / 24)
    assertThat(scalars[4]).isEqualTo(9);
  }
}
