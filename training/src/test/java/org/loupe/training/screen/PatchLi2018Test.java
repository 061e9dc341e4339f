package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class PatchLi2018Test {

  private static final int PLANE = PatchLi2018.SIZE_PX * PatchLi2018.SIZE_PX;

  private static ByteImage noise(int width, int height) {
    SplittableRandom random = new SplittableRandom(7);
    byte[] samples = new byte[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (60 + random.nextInt(100));
    }
    return new ByteImage(width, height, samples);
  }

  /** The margin is the least of 7 pixels and 15 % of the side; a crop holds one pixel more. */
  @ParameterizedTest
  @CsvSource({"20, 27", "32, 43", "46, 61", "100, 115"})
  void cutsTheBoxWithItsMargin(int side, int expected) {
    PatchLi2018.Crop crop = PatchLi2018.crop(noise(200, 200), new Box(40, 50, side, side));
    assertThat(crop.width()).isEqualTo(expected);
    assertThat(crop.height()).isEqualTo(expected);
  }

  @Test
  void beginsSoManyPixelsBeforeTheBox() {
    ByteImage image = noise(100, 80);
    PatchLi2018.Crop crop = PatchLi2018.crop(image, new Box(30, 20, 20, 40));
    assertThat(crop.gray()[0]).isEqualTo(image.at(27, 14));
    assertThat(crop.gray()[crop.gray().length - 1]).isEqualTo(image.at(53, 66));
  }

  @Test
  void endsAtTheFrame() {
    ByteImage image = noise(60, 50);
    PatchLi2018.Crop crop = PatchLi2018.crop(image, new Box(40, -10, 32, 32));
    assertThat(crop.width()).isEqualTo(60 - 35);
    assertThat(crop.height()).isEqualTo(28);
    assertThat(PatchLi2018.crop(image, new Box(500, 500, 20, 20)).gray())
        .containsExactly(image.at(59, 49));
  }

  @Test
  void ofSixtyFourPixelsTheFirstChannelIsTheCropItself() {
    ByteImage image = noise(64, 64);
    PatchLi2018.Crop crop = PatchLi2018.crop(image, new Box(0, 0, 64, 64));
    float[] patch = PatchLi2018.patch(crop);
    assertThat(patch).hasSize(3 * PLANE);
    for (int i = 0; i < PLANE; i++) {
      assertThat(patch[i]).isEqualTo(crop.gray()[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 27, 63, 65, 128, 200})
  void nothingStaysNothingAtAnySize(int side) {
    float[] gray = new float[side * side];
    Arrays.fill(gray, 117);
    assertThat(PatchLi2018.patch(new PatchLi2018.Crop(side, side, gray))).containsOnly(117f);
  }

  /** Cubic convolution gives back a straight line, at any size and but for rounding. */
  @ParameterizedTest
  @ValueSource(ints = {24, 40, 64, 90, 150})
  void aRampStaysARamp(int side) {
    float[] gray = new float[side * side];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = i % side;
    }
    float[] patch = PatchLi2018.patch(new PatchLi2018.Crop(side, side, gray));
    for (int x = 12; x < 52; x++) {
      double expected = (x + 0.5) * side / 64 - 0.5;
      assertThat((double) patch[30 * 64 + x]).isCloseTo(expected, within(0.51)); // rounded
      assertThat((double) patch[2 * PLANE + 30 * 64 + x])
          .isCloseTo(expected, within(0.51 + 0.5)); // the blurred ones twice
    }
  }

  @Test
  void stretchesAllButOnePixelInAHundredOnEitherSide() {
    float[] gray = new float[64 * 64];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = 50 + (i * 100) / gray.length;
    }
    float[] patch = PatchLi2018.patch(new PatchLi2018.Crop(64, 64, gray));
    // levels hold 41 or 40 of 4096 pixels: more than 40.96 are reached with the first one
    // or the second, at least 4055.04 with the last but one
    float low = gray[0];
    float high = 148;
    for (int i = 0; i < PLANE; i++) {
      double expected = 255 * (gray[i] - low) / (high - low);
      assertThat((double) patch[PLANE + i])
          .isCloseTo(Math.max(0, Math.min(255, expected)), within(0.5));
    }
  }

  @Test
  void blursByAGaussianOfTwoPixels() {
    float[] gray = new float[64 * 64];
    gray[32 * 64 + 32] = 255;
    gray[32 * 64 + 33] = 255;
    float[] patch = PatchLi2018.patch(new PatchLi2018.Crop(64, 64, gray));
    double sum = 0;
    for (int i = -4; i <= 4; i++) {
      sum += Math.exp(-i * i / 8.0);
    }
    for (int x = 26; x < 40; x++) {
      double near = Math.abs(x - 32) > 4 ? 0 : Math.exp(-(x - 32) * (x - 32) / 8.0);
      double far = Math.abs(x - 33) > 4 ? 0 : Math.exp(-(x - 33) * (x - 33) / 8.0);
      assertThat((double) patch[2 * PLANE + 32 * 64 + x])
          .isCloseTo(255 * (near + far) / (sum * sum), within(0.501)); // rounded
    }
  }
}
