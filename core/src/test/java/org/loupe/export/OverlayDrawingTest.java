package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.ExclusionKind;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.ByteImage;
import org.loupe.micrograph.Calibration;

class OverlayDrawingTest {

  private static final int SIDE = 400;

  @ParameterizedTest
  @CsvSource({
    "0.478, 1024, 100, 100 nm",
    "0.14, 512, 10, 10 nm",
    "2.5, 2048, 1000, 1 µm",
    "0.02, 1000, 5, 5 nm",
    "0.001, 600, 0.1, 100 pm"
  })
  void theScaleBarIsTheLongestRoundLengthInAQuarterOfTheWidth(
      double pixelSizeNm, int width, double lengthNm, String label) {
    ScaleBar bar = ScaleBar.of(pixelSizeNm, width).orElseThrow();
    assertThat(bar.lengthNm()).isCloseTo(lengthNm, within(1e-9 * lengthNm));
    assertThat(bar.lengthPx()).isCloseTo(lengthNm / pixelSizeNm, within(1e-6));
    assertThat(bar.label()).isEqualTo(label);
    assertThat(bar.lengthPx()).isBetween(width / 4.0 / 2.5 - 1e-6, width / 4.0 + 1e-6);
  }

  @Test
  void lightnessRisesWithTheProbability() {
    double before = -1;
    for (double p = 0.5; p <= 1; p += 0.01) {
      Color color = ProbabilityColor.of(p);
      double lightness =
          0.2126 * linear(color.getRed())
              + 0.7152 * linear(color.getGreen())
              + 0.0722 * linear(color.getBlue());
      // a step of rounding to 8 bits may go down by itself
      assertThat(lightness).as("p = " + p).isGreaterThan(before - 0.002);
      before = lightness;
    }
    assertThat(ProbabilityColor.of(0.1)).isEqualTo(ProbabilityColor.of(0.5));
    assertThat(ProbabilityColor.of(OptionalDouble.empty())).isEqualTo(ProbabilityColor.UNSCREENED);
  }

  private static double linear(int channel) {
    return Math.pow(channel / 255.0, 2.2);
  }

  private static BufferedImage overlay(Optional<Calibration> calibration, double probability) {
    Defect defect =
        new Defect(
            1,
            new Detection(
                "loop",
                new Box(150, 150, 100, 100),
                OptionalDouble.of(1),
                OptionalDouble.of(probability)),
            new Measurement(new Ellipse(200, 200, 100, 60, 0), 4700, 100, 60, Set.of()));
    byte[] gray = new byte[SIDE * SIDE];
    java.util.Arrays.fill(gray, (byte) 200);
    return OverlayImage.rows(
        new ByteImage(SIDE, SIDE, gray),
        new MicrographResult(
            "a", SIDE, SIDE, calibration, "as they are", List.of(defect), List.of()),
        0,
        SIDE);
  }

  /** Loops of all sizes and angles, also across the borders of strips, and a part left out. */
  private static MicrographResult crowd(int width, int height) {
    List<Defect> defects = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double major = 8 + 2.5 * i;
      Ellipse ellipse =
          new Ellipse(
              i * 97 % width + 0.3,
              i * 61 % height + 0.7,
              major,
              major / (1 + i % 3),
              i % 10 * 0.31);
      Set<MeasurementFlag> flags = i % 4 == 0 ? Set.of(MeasurementFlag.SOLID) : Set.of();
      defects.add(
          new Defect(
              i + 1,
              new Detection(
                  "loop",
                  ellipse.boundingBox(),
                  OptionalDouble.of(1),
                  OptionalDouble.of(0.5 + i % 6 / 10.0)),
              new Measurement(ellipse, 100, major, major, flags)));
    }
    List<Point> left = List.of(new Point(0, 0), new Point(120, 0), new Point(40, 310));
    AnalyzedRegion region =
        new AnalyzedRegion(
            new Box(0, 0, width, height),
            1,
            Map.of(ExclusionKind.VACUUM, 1L),
            List.of(new Polygon(left)),
            0,
            Optional.empty());
    return new MicrographResult(
        "a",
        width,
        height,
        Optional.of(new Calibration(1, 1, "test")),
        "as they are",
        defects,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        region,
        Optional.empty());
  }

  /**
   * Java2D cuts a path at the end of the raster and divides its curves anew, so an edge that goes
   * over a seam may be rounded otherwise in the eighths of a pixel that coverage is counted in. All
   * else is the same; a line that is lost or moved at a seam is off by more than an eighth.
   */
  @ParameterizedTest
  @ValueSource(ints = {37, 210})
  void paintedInStripsItIsThePictureThatIsPaintedAtOnce(int rows) throws IOException {
    int width = 620;
    int height = 417;
    byte[] gray = new byte[width * height];
    new Random(3).nextBytes(gray);
    ByteImage micrograph = new ByteImage(width, height, gray);
    MicrographResult result = crowd(width, height);
    BufferedImage whole = OverlayImage.rows(micrograph, result, 0, height);
    PaintedStrips strips =
        new PaintedStrips(
            width,
            height,
            rows,
            (top, bottom) -> OverlayImage.rows(micrograph, result, top, bottom));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PngFile.write(strips, file);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
    assertThat(read.getWidth()).isEqualTo(width);
    assertThat(read.getHeight()).isEqualTo(height);
    int most = 0;
    int farFromSeam = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Color expected = new Color(whole.getRGB(x, y));
        Color got = new Color(read.getRGB(x, y));
        int off =
            Math.max(
                Math.abs(expected.getRed() - got.getRed()),
                Math.max(
                    Math.abs(expected.getGreen() - got.getGreen()),
                    Math.abs(expected.getBlue() - got.getBlue())));
        most = Math.max(most, off);
        if (rows == 210 && Math.abs(y - rows) > 120 && off > 0) {
          farFromSeam++;
        }
      }
    }
    assertThat(most).isLessThanOrEqualTo(255 / 8 + 1);
    // no line of the crowd reaches as far as this from the only seam
    assertThat(farFromSeam).isZero();
  }

  @Test
  void everyPixelOfAPictureInStripsIsWritten() throws IOException {
    List<Integer> asked = new ArrayList<>();
    PaintedStrips strips =
        new PaintedStrips(
            5,
            9,
            2,
            (top, bottom) -> {
              asked.add(top);
              BufferedImage rows = new BufferedImage(5, bottom - top, BufferedImage.TYPE_INT_RGB);
              for (int y = top; y < bottom; y++) {
                for (int x = 0; x < 5; x++) {
                  rows.setRGB(x, y - top, 0x10000 * y + 0x100 * x + 100 + y - x);
                }
              }
              return rows;
            });
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PngFile.write(strips, file);
    assertThat(asked).containsExactly(0, 2, 4, 6, 8);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(read.getRGB(x, y)).isEqualTo(0xFF000000 + 0x10000 * y + 0x100 * x + 100 + y - x);
      }
    }
  }

  @Test
  void aFullDiskIsToldAsWhatItIs() {
    OutputStream full =
        new OutputStream() {
          private int left = 1000;

          @Override
          public void write(int b) throws IOException {
            if (--left < 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    PaintedStrips noise =
        new PaintedStrips(
            64,
            64,
            64,
            (top, bottom) -> {
              BufferedImage rows = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
              Random random = new Random(1);
              for (int i = 0; i < 64 * 64; i++) {
                rows.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
              }
              return rows;
            });
    assertThatThrownBy(() -> PngFile.write(noise, full))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void anEllipseHasTheColorOfItsProbability() {
    for (double probability : new double[] {0.5, 0.75, 1}) {
      Color drawn = new Color(overlay(Optional.empty(), probability).getRGB(250, 200));
      Color wanted = ProbabilityColor.of(probability);
      // the middle of a line 1.5 px wide may be mixed with its seam
      assertThat(drawn.getRed()).isCloseTo(wanted.getRed(), within(60));
      assertThat(drawn.getGreen()).isCloseTo(wanted.getGreen(), within(60));
    }
  }

  @Test
  void theScaleBarIsAsLongAsItSaysAndOnlyThereWithACalibration() {
    BufferedImage calibrated = overlay(Optional.of(new Calibration(1, 1, "test")), 0.9);
    // 100 nm of 1 nm are a quarter of 400 px
    int longest = 0;
    for (int y = 350; y < SIDE; y++) {
      int run = 0;
      for (int x = 200; x < SIDE; x++) {
        run = (calibrated.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    assertThat(longest).isBetween(99, 101);
    BufferedImage unknown = overlay(Optional.empty(), 0.9);
    for (int y = 300; y < SIDE; y++) {
      for (int x = 300; x < SIDE; x++) {
        assertThat(unknown.getRGB(x, y) & 0xFFFFFF).isEqualTo(0xC8C8C8);
      }
    }
  }
}
