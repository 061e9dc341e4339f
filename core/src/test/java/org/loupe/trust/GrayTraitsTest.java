package org.loupe.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.image.ByteImage;

class GrayTraitsTest {

  private interface Drawing {
    double gray(int x, int y);
  }

  private static ByteImage image(int width, int height, Drawing drawing) {
    byte[] samples = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples[y * width + x] = (byte) Math.round(Math.max(0, Math.min(255, drawing.gray(x, y))));
      }
    }
    return new ByteImage(width, height, samples);
  }

  @Test
  void describesAConstantImage() {
    assertThat(GrayTraits.of(image(32, 20, (x, y) -> 77)))
        .isEqualTo(new GrayTraits(0, 0, 0, 0, 0, 0));
  }

  @Test
  void takesMomentsOfTheGrayLevels() {
    // three pixels of 10 and one of 250: mean 70, variance (3 * 60^2 + 180^2) / 4
    GrayTraits traits = GrayTraits.of(image(2, 2, (x, y) -> x + y == 2 ? 250 : 10));
    assertThat(traits.standardDeviation()).isCloseTo(Math.sqrt(10800), within(1e-9));
    // the third central moment is (180^3 - 3 * 60^3) / 4 = 1296000
    assertThat(traits.skewness()).isCloseTo(1296000 / Math.pow(10800, 1.5), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 5, 15})
  void findsTheNoiseOfARampWithAnEdge(double sigma) {
    SplittableRandom random = new SplittableRandom(1);
    GrayTraits traits =
        GrayTraits.of(
            image(
                400,
                400,
                (x, y) -> 60 + 0.1 * x + (y > 200 ? 60 : 0) + sigma * random.nextGaussian()));
    // the edge and rounding to whole levels add some hundredths to the standard deviation
    assertThat(traits.noise()).isCloseTo(sigma, within(0.05 * sigma + 0.15));
  }

  @Test
  void seesDetailAtItsOwnScaleOnly() {
    GrayTraits pixels = GrayTraits.of(image(64, 64, (x, y) -> (x + y) % 2 == 0 ? 100 : 150));
    assertThat(pixels.finest()).isEqualTo(50);
    assertThat(pixels.fine()).isZero();
    assertThat(pixels.coarse()).isZero();
    GrayTraits squares =
        GrayTraits.of(image(64, 64, (x, y) -> (x / 16 + y / 16) % 2 == 0 ? 100 : 150));
    assertThat(squares.coarse()).isEqualTo(50);
    assertThat(squares.finest()).isLessThan(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 17})
  void takesImagesSmallerThanItsSquares(int side) {
    GrayTraits traits = GrayTraits.of(image(side, side, (x, y) -> 10 * (x % 2)));
    assertThat(traits.coarse()).isZero();
    assertThat(traits.noise()).isFinite();
  }

  @Test
  void doesNotMindHowTheImageIsTurned() {
    SplittableRandom random = new SplittableRandom(2);
    double[] grays = random.doubles(48 * 32, 0, 255).toArray();
    ByteImage image = image(48, 32, (x, y) -> grays[y * 48 + x]);
    ByteImage turned = image(32, 48, (x, y) -> grays[x * 48 + y]);
    GrayTraits a = GrayTraits.of(image);
    GrayTraits b = GrayTraits.of(turned);
    assertThat(b.noise()).isEqualTo(a.noise());
    assertThat(b.skewness()).isEqualTo(a.skewness());
    // sums in another order
    assertThat(b.finest()).isCloseTo(a.finest(), within(1e-9));
    assertThat(b.fine()).isCloseTo(a.fine(), within(1e-9));
    assertThat(b.coarse()).isCloseTo(a.coarse(), within(1e-9));
  }
}
