package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.geometry.Box;
import org.loupe.image.AreaSums;
import org.loupe.image.ByteImage;

class PatchCutterTest {

  /** Samples are up to 255 in floats of 24 bits, added up over two axes of a few dozen weights. */
  private static final float ROUNDING = 1e-3f;

  private static final int SIZE = 16;
  private static final ByteImage IMAGE = SyntheticCascade.image(3, 60, 50);

  private static float[] cut(ByteImage image, Box box) {
    return new PatchCutter(new PatchSettings(SIZE, List.of(1.0))).cut(image, box);
  }

  private static int at(ByteImage image, int x, int y) {
    int column = Math.max(0, Math.min(image.width() - 1, x));
    int row = Math.max(0, Math.min(image.height() - 1, y));
    return image.samples()[row * image.width() + column] & 0xFF;
  }

  private static ByteImage ramp(int width, int height) {
    byte[] samples = new byte[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (2 * (i % width) + i / width);
    }
    return new ByteImage(width, height, samples);
  }

  @Test
  void aBoxOfThePatchesSizeGivesThePixelsThemselves() {
    float[] patch = cut(IMAGE, new Box(7, 11, SIZE, SIZE));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        assertThat(patch[y * SIZE + x]).isEqualTo(at(IMAGE, 7 + x, 11 + y));
      }
    }
  }

  @Test
  void halfTheScaleGivesTheMeansOfFourPixels() {
    float[] patch = cut(IMAGE, new Box(4, 6, 2 * SIZE, 2 * SIZE));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int left = 4 + 2 * x;
        int top = 6 + 2 * y;
        float mean =
            (at(IMAGE, left, top)
                    + at(IMAGE, left + 1, top)
                    + at(IMAGE, left, top + 1)
                    + at(IMAGE, left + 1, top + 1))
                / 4f;
        assertThat(patch[y * SIZE + x]).isEqualTo(mean, within(ROUNDING));
      }
    }
  }

  @Test
  void aBoxBetweenPixelsIsInterpolatedLinearly() {
    float[] patch = cut(IMAGE, new Box(7.25, 11.5, SIZE, SIZE));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        float top = 0.75f * at(IMAGE, 7 + x, 11 + y) + 0.25f * at(IMAGE, 8 + x, 11 + y);
        float below = 0.75f * at(IMAGE, 7 + x, 12 + y) + 0.25f * at(IMAGE, 8 + x, 12 + y);
        assertThat(patch[y * SIZE + x]).isEqualTo((top + below) / 2, within(ROUNDING));
      }
    }
  }

  /** The image's value 2x + y at pixel centers; both averages keep a plane as it is. */
  @ParameterizedTest
  @CsvSource({"4, 0.25", "8, 0.5", "12.8, 0.8", "24, 1.5", "36, 2.25"})
  void aRampStaysTheSameRampAtAnyScale(double side, double step) {
    Box box = new Box(20 - side / 2, 20 - side / 2, side, side);
    float[] patch = cut(ramp(50, 50), box);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double centerX = box.x() + (x + 0.5) * step;
        double centerY = box.y() + (y + 0.5) * step;
        double expected = 2 * (centerX - 0.5) + (centerY - 0.5);
        boolean whole = step <= 1 || step == Math.rint(step);
        // a mean over 1.5 or 2.25 pixels cuts pixels, whose value is constant: off by at most
        // 1/8 pixel in x and in y, times the slopes
        assertThat((double) patch[y * SIZE + x])
            .isEqualTo(expected, within(whole ? ROUNDING : 3 / 8.0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10, 7",
    "10.3, 9.7, 16",
    "-20, -20, 90",
    "0.1, 0.2, 200",
    "58.9, 48.9, 1",
    "20, 1, 33.3"
  })
  void aConstantImageGivesAConstantPatch(double x, double y, double side) {
    byte[] samples = new byte[60 * 50];
    java.util.Arrays.fill(samples, (byte) 200);
    float[] patch = cut(new ByteImage(60, 50, samples), new Box(x, y, side, side));
    for (float sample : patch) {
      assertThat(sample).isEqualTo(200, within(ROUNDING));
    }
  }

  @Test
  void theBorderGoesOnBeyondTheFrame() {
    float[] patch = cut(IMAGE, new Box(-5, 50 - SIZE + 5, SIZE, SIZE));
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        assertThat(patch[y * SIZE + x]).isEqualTo(at(IMAGE, x - 5, 50 - SIZE + 5 + y));
      }
    }
  }

  @Test
  void aPatchIsCenteredOnALongBoxAndAsWideAsItIsLong() {
    float[] square = cut(IMAGE, new Box(20, 10, SIZE, SIZE));
    assertThat(cut(IMAGE, new Box(20, 14, SIZE, SIZE - 8))).isEqualTo(square);
    assertThat(cut(IMAGE, new Box(25, 10, SIZE - 10, SIZE))).isEqualTo(square);
  }

  @ParameterizedTest
  @CsvSource({
    "20.3, 18.8, 11.1",
    "10, 9.5, 25",
    "-4, 30.2, 40",
    "2, 3, 48",
    "-60, -50, 150",
    "55, 45, 97.3"
  })
  void sumsOverAreasGiveTheSamePatch(double x, double y, double side) {
    PatchCutter cutter = new PatchCutter(new PatchSettings(SIZE, List.of(1.5, 4.0)));
    Box box = new Box(x, y, side, side);
    float[] patch = cutter.cut(IMAGE, AreaSums.of(IMAGE), box);
    float[] expected = cutter.cut(IMAGE, box);
    for (int i = 0; i < patch.length; i++) {
      assertThat(patch[i]).isEqualTo(expected[i], within(ROUNDING));
    }
  }

  @Test
  void eachChannelShowsItsOwnContext() {
    PatchCutter cutter = new PatchCutter(new PatchSettings(SIZE, List.of(1.0, 2.0)));
    float[] both = cutter.cut(IMAGE, new Box(20, 18, SIZE, SIZE));
    float[] near = cut(IMAGE, new Box(20, 18, SIZE, SIZE));
    float[] far = cut(IMAGE, new Box(12, 10, 2 * SIZE, 2 * SIZE));
    assertThat(java.util.Arrays.copyOf(both, SIZE * SIZE)).isEqualTo(near);
    assertThat(java.util.Arrays.copyOfRange(both, SIZE * SIZE, 2 * SIZE * SIZE)).isEqualTo(far);
  }
}
