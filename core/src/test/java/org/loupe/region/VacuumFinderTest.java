package org.loupe.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static ByteImage jpeg(ByteImage image, float quality) throws IOException {
    BufferedImage gray =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setDataElements(0, 0, image.width(), image.height(), image.samples());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(quality);
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(gray, null, null), settings);
    }
    writer.dispose();
    Raster read = ImageIO.read(new ByteArrayInputStream(out.toByteArray())).getRaster();
    byte[] samples = new byte[image.width() * image.height()];
    read.getDataElements(0, 0, image.width(), image.height(), samples);
    return new ByteImage(image.width(), image.height(), samples);
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

  /** Failed: JPEG removes the noise between neighbors, and vacuum passed for a grain. */
  @ParameterizedTest
  @CsvSource({"2, 0.95", "5, 0.9", "5, 0.75", "2, 0.75", "10, 0.75", "2, 0.5", "5, 0.5", "10, 0.5"})
  void vacuumThatWentThroughJpegIsFoundToThePixel(double noise, float quality) throws IOException {
    long truth = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        truth += x + 2 * y < 400 ? 1 : 0;
      }
    }
    Scene scene = (x, y) -> x + 2 * y < 400 ? 225 : foil(x, y);
    // half a pixel along an edge of 450
    assertThat((double) found(jpeg(image(scene, noise), quality)))
        .isEqualTo((double) truth, within(0.5 * 450));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.95f, 0.75f, 0.5f, 0.3f})
  void anotherGrainThatWentThroughJpegIsNone(float quality) throws IOException {
    Scene faint =
        (x, y) -> x + 2 * y < 400 ? 225 + 3 * Math.sin(x / 9.0) * Math.sin(y / 11.0) : foil(x, y);
    Scene bent = (x, y) -> x < 160 ? 220 + 0.08 * x : foil(x, y);
    for (double noise : new double[] {1, 3}) {
      assertThat(found(jpeg(image(faint, noise), quality))).isZero();
      assertThat(found(jpeg(image(bent, noise), quality))).isZero();
    }
  }

  /** Failed: what lies between the loops of a smooth grain was taken for vacuum, loops and all. */
  @ParameterizedTest
  @CsvSource({"3, 12", "6, 12", "12, 12", "3, 50", "6, 50", "12, 50"})
  void aBrightGrainWithLoopsIsNone(int radius, double depth) throws IOException {
    SplittableRandom random = new SplittableRandom(radius);
    boolean[] rim = new boolean[SIDE * SIDE];
    for (int i = 0; i < 9000 / (radius * radius); i++) { // a tenth of the grain lies in loops
      int cx = random.nextInt(SIDE);
      int cy = random.nextInt(SIDE);
      for (int y = Math.max(0, cy - radius); y < Math.min(SIDE, cy + radius); y++) {
        for (int x = Math.max(0, cx - radius); x < Math.min(SIDE, cx + radius); x++) {
          rim[y * SIDE + x] |= Math.abs(Math.hypot(x - cx, y - cy) - radius + 2) < 1.5;
        }
      }
    }
    Scene grain = (x, y) -> x < 200 ? 225 - (rim[y * SIDE + x] ? depth : 0) : foil(x, y);
    for (double noise : new double[] {1, 3}) {
      assertThat(found(image(grain, noise))).isZero();
      assertThat(found(jpeg(image(grain, noise), 0.75f))).isZero();
      assertThat(found(jpeg(image(grain, noise), 0.5f))).isZero();
    }
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
