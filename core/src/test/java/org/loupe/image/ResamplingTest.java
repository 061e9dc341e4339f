package org.loupe.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ResamplingTest {

  private static GrayImage ramp(int width, int height) {
    float[] samples = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples[y * width + x] = (float) (3 * (x + 0.5) / width + 5 * (y + 0.5) / height);
      }
    }
    return new GrayImage(width, height, samples);
  }

  @Test
  void theSameSizeIsTheSameImage() {
    GrayImage image = ramp(13, 7);
    assertThat(Resampling.linear(image, 13, 7).samples()).isEqualTo(image.samples());
  }

  @Test
  void aRampStaysARampAwayFromTheFrame() {
    GrayImage resampled = Resampling.linear(ramp(40, 20), 42, 19);
    GrayImage expected = ramp(42, 19);
    for (int y = 1; y < 18; y++) {
      for (int x = 1; x < 41; x++) {
        // floats of magnitude up to 8, a few operations each
        assertThat(resampled.at(x, y)).isEqualTo(expected.at(x, y), within(1e-5f));
      }
    }
  }

  @Test
  void aSinglePixelFillsAnySize() {
    GrayImage one = new GrayImage(1, 1, new float[] {4});
    assertThat(Resampling.linear(one, 3, 2).samples()).containsOnly(4f);
  }
}
