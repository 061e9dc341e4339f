package org.loupe.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntensityMappingTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "1, 1234", "2, 0", "7, 100", "1, -20000", "0.5, 0", "1, 8000000"})
  void offsetOrGainGivesTheSameBytes(float gain, float offset) {
    float[] samples = counts(4000);
    float[] changed = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      changed[i] = samples[i] * gain + offset; // Exact: integers and halves below 2^24.
    }
    assertThat(bytes(changed)).isEqualTo(bytes(samples));
  }

  @Test
  void excludedPixelsCountAsIfTheyWereNotThere() {
    Random random = new Random(6);
    for (int length : new int[] {1, 2, 1001, 5000}) {
      float[] samples = new float[length];
      boolean[] excluded = new boolean[length];
      float[] kept = new float[length];
      int count = 0;
      for (int i = 0; i < length; i++) {
        samples[i] = (float) random.nextGaussian();
        excluded[i] = i > 0 && random.nextInt(3) == 0;
        if (excluded[i]) {
          samples[i] = 1e6f; // would be the upper end
        } else {
          kept[count++] = samples[i];
        }
      }
      assertThat(
              IntensityMapping.ofRange(
                  new GrayImage(length, 1, samples), new Mask(length, 1, excluded)))
          .isEqualTo(IntensityMapping.ofRange(new GrayImage(count, 1, Arrays.copyOf(kept, count))));
    }
    float[] two = {3, 4};
    boolean[] all = {true, true};
    assertThat(IntensityMapping.ofRange(new GrayImage(2, 1, two), new Mask(2, 1, all)))
        .isEqualTo(IntensityMapping.ofRange(new GrayImage(2, 1, two)));
  }

  @Test
  void orderStatisticsAreThoseOfASort() {
    Random random = new Random(5);
    for (int length : new int[] {1, 2, 3, 999, 1000, 1001, 1002, 5000}) {
      for (int kind = 0; kind < 4; kind++) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
          samples[i] =
              switch (kind) {
                case 0 -> random.nextInt(65_536);
                case 1 -> (float) random.nextGaussian();
                case 2 -> random.nextInt(3) - 1;
                default -> Float.intBitsToFloat(random.nextInt(0x7F80_0000)) * (1 - 2 * (i & 1));
              };
        }
        float[] sorted = samples.clone();
        Arrays.sort(sorted);
        IntensityMapping mapping = IntensityMapping.ofRange(image(samples));
        assertThat(mapping.low()).isEqualTo(sorted[(int) Math.floor((length - 1) * 0.001)]);
        assertThat(mapping.high()).isEqualTo(sorted[(int) Math.ceil((length - 1) * 0.999)]);
      }
    }
  }

  @Test
  void fewHotAndDeadPixelsDoNotCostTheContrast() {
    float[] samples = counts(10_000);
    IntensityMapping clean = IntensityMapping.ofRange(image(samples));
    samples[17] = 65_535;
    samples[99] = -1e9f;
    IntensityMapping hot = IntensityMapping.ofRange(image(samples));
    assertThat(hot.high()).isLessThan(clean.high() + 100);
    assertThat(hot.low()).isGreaterThan(clean.low() - 100);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 7, -3, 1e30f})
  void constantImageBecomesZero(float value) {
    float[] samples = new float[50];
    Arrays.fill(samples, value);
    assertThat(bytes(samples)).containsOnly(0);
  }

  @Test
  void negativeSamplesAreSpreadLikeOthers() {
    assertThat(bytes(-300, -200, -100)).containsExactly(0, 128, 255);
  }

  @Test
  void valuesBetweenAreRoundedHalfUp() {
    byte[] bytes =
        new IntensityMapping(0, 510).apply(image(0, 1, 2, 3, 509, 510, 511, -4)).samples();
    assertThat(bytes).containsExactly(0, 1, 1, 2, 255, 255, 255, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void samplesThatAreNotFiniteAreRefused(float bad) {
    float[] samples = counts(5000);
    samples[77] = bad;
    assertThatThrownBy(() -> IntensityMapping.ofRange(image(samples)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 samples are not finite");
  }

  @Test
  void negativeNaNIsRefusedToo() {
    float[] samples = counts(5000);
    samples[77] = Float.intBitsToFloat(0xFFC0_0000);
    assertThatThrownBy(() -> IntensityMapping.ofRange(image(samples)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangeMustAscendAndBeFinite() {
    assertThatThrownBy(() -> new IntensityMapping(2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IntensityMapping(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IntensityMapping(0, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void identityChangesNothing() {
    assertThat(IntensityMapping.identity().apply(image(0, 1, 127, 254, 255)).samples())
        .containsExactly(0, 1, 127, 254, 255);
    assertThat(IntensityMapping.identity().description()).isEqualTo("8-bit samples as they are");
  }

  @Test
  void descriptionNamesTheRange() {
    assertThat(new IntensityMapping(3, 900.5).description())
        .isEqualTo("linear, 3.0 to 0 and 900.5 to 255, clipped");
  }

  /** Returns camera counts: a bell of some hundreds around 2000. */
  private static float[] counts(int length) {
    Random random = new Random(1);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = Math.round(2000 + 300 * random.nextGaussian());
    }
    return samples;
  }

  private static byte[] bytes(float... samples) {
    GrayImage image = image(samples);
    return IntensityMapping.ofRange(image).apply(image).samples();
  }

  private static GrayImage image(float... samples) {
    return new GrayImage(samples.length, 1, samples);
  }
}
