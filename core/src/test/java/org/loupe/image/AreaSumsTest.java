package org.loupe.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaSumsTest {

  /** The means are floats of up to 255. */
  private static final float ROUNDING = 2e-5f;

  private static ByteImage noise(int width, int height) {
    byte[] samples = new byte[width * height];
    new Random(5).nextBytes(samples);
    return new ByteImage(width, height, samples);
  }

  private static AreaSums sums(ByteImage image) {
    return AreaSums.of(image).orElseThrow();
  }

  /** Adds up pixels, each as much as it lies in the square; the border goes on beyond the frame. */
  private static double mean(ByteImage image, double left, double top, double side) {
    double sum = 0;
    for (int y = (int) Math.floor(top); y < top + side; y++) {
      double high = Math.min(y + 1, top + side) - Math.max(y, top);
      for (int x = (int) Math.floor(left); x < left + side; x++) {
        double wide = Math.min(x + 1, left + side) - Math.max(x, left);
        int column = Math.max(0, Math.min(image.width() - 1, x));
        int row = Math.max(0, Math.min(image.height() - 1, y));
        sum += high * wide * image.at(column, row);
      }
    }
    return sum / (side * side);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 7, 3, 4",
    "0, 0, 1, 20",
    "3.3, 8.9, 2.7, 5",
    "10.25, 0.5, 0.4, 9",
    "-12.5, -20.1, 3.1, 16",
    "25, 30.6, 2.2, 12",
    "-300, -7, 25.5, 20",
    "60, 70, 3, 3",
    "-9, -8, 2, 2"
  })
  void aMeanIsThatOfThePixelsWhereverTheSquareLies(
      double left, double top, double side, int count) {
    ByteImage image = noise(41, 37);
    float[] means = new float[count * count + 3];
    Arrays.fill(means, -1);
    sums(image).means(left, top, side, count, means, 2);
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < count; i++) {
        assertThat(means[2 + j * count + i])
            .isEqualTo(
                (float) mean(image, left + i * side, top + j * side, side), within(ROUNDING));
      }
    }
    assertThat(means[0]).isEqualTo(-1);
    assertThat(means[1]).isEqualTo(-1);
    assertThat(means[means.length - 1]).isEqualTo(-1);
  }

  /** 255 times 4096 times 4096 is more than an int with a sign holds. */
  @Test
  void theLargestAndBrightestImageIsAddedUpWithoutError() {
    byte[] samples = new byte[4096 * 4096];
    Arrays.fill(samples, (byte) 255);
    samples[samples.length - 1] = 0;
    float[] means = new float[4];
    AreaSums sums = sums(new ByteImage(4096, 4096, samples));
    sums.means(0, 0, 2048, 2, means, 0);
    assertThat(means).startsWith(255, 255, 255);
    assertThat(means[3]).isEqualTo((float) (255 - 255 / (2048.0 * 2048)));
    float[] one = new float[1];
    sums.means(-1024, -1024, 5119, 1, one, 0);
    assertThat(one[0]).isEqualTo(255);
    assertThat(AreaSums.of(new ByteImage(4097, 4096, new byte[4097 * 4096]))).isEmpty();
  }

  @Test
  void anImageOfOnePixelGoesOnForever() {
    float[] means = new float[9];
    sums(new ByteImage(1, 1, new byte[] {77})).means(-40.5, 3, 20.25, 3, means, 0);
    for (float mean : means) {
      assertThat(mean).isEqualTo(77, within(ROUNDING));
    }
  }
}
