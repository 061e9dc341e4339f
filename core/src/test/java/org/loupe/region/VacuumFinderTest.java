package org.loupe.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class VacuumFinderTest {

  private static final int SIDE = 512;

  /** Gives the gray of a place before the noise. */
  private interface Scene {
    double at(int x, int y);
  }

  private static ByteImage image(Scene scene, double noise) {
    SplittableRandom random = new SplittableRandom(3);
    byte[] samples = new byte[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      double bell = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      double value = scene.at(i % SIDE, i / SIDE) + 2 * noise * bell;
      samples[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return new ByteImage(SIDE, SIDE, samples);
  }

  /** A foil of uneven thickness with dark dots. */
  private static double foil(int x, int y) {
    boolean dot = Math.floorMod(x, 64) < 8 && Math.floorMod(y, 64) < 8;
    return 130 + 20 * Math.sin(x / 60.0) + 10 * Math.cos(y / 45.0) - (dot ? 60 : 0);
  }

  private static long found(ByteImage image) {
    boolean[] excluded = new boolean[SIDE * SIDE];
    VacuumFinder.find(image, new Box(0, 0, SIDE, SIDE)).ifPresent(v -> v.mark(excluded));
    long count = 0;
    for (boolean one : excluded) {
      count += one ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 5, 10})
  void vacuumBehindASlantedEdgeIsFoundToThePixel(double noise) {
    long truth = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        truth += x + 2 * y < 400 ? 1 : 0;
      }
    }
    long found = found(image((x, y) -> x + 2 * y < 400 ? 225 : foil(x, y), noise));
    // half a pixel along an edge of 450
    assertThat((double) found).isEqualTo((double) truth, within(0.5 * 450));
  }

  @Test
  void aSaturatedPartIsFound() {
    assertThat(found(image((x, y) -> x < 100 ? 300 : foil(x, y), 4))).isEqualTo(100L * SIDE);
  }

  @Test
  void anotherGrainWithFaintFeaturesIsNone() {
    Scene grain =
        (x, y) -> x + 2 * y < 400 ? 225 + 3 * Math.sin(x / 9.0) * Math.sin(y / 11.0) : foil(x, y);
    assertThat(found(image(grain, 3))).isZero();
  }

  @Test
  void aBrightGrainThatBendsIsNone() {
    Scene grain = (x, y) -> x < 160 ? 220 + 0.08 * x : foil(x, y);
    assertThat(found(image(grain, 3))).isZero();
  }

  @Test
  void aHoleInTheMiddleAndASmallCornerAreNone() {
    assertThat(found(image((x, y) -> Math.hypot(x - 256, y - 256) < 80 ? 225 : foil(x, y), 4)))
        .isZero();
    // 2 % of the image
    assertThat(found(image((x, y) -> x + y < 100 ? 225 : foil(x, y), 4))).isZero();
  }

  @Test
  void aRampAndNoiseAreNone() {
    assertThat(found(image((x, y) -> x / 2.0, 3))).isZero();
    assertThat(found(image((x, y) -> 150, 8))).isZero();
    assertThat(found(image((x, y) -> 150, 0))).isZero();
  }

  @Test
  void aFoilHardlyDarkerThanTheVacuumIsLeftAlone() {
    assertThat(found(image((x, y) -> x < 200 ? 200 : 0.08 * foil(x, y) + 182, 3))).isZero();
  }
}
