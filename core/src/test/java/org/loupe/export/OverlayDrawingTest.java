package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
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
    return OverlayImage.of(
        new ByteImage(SIDE, SIDE, gray),
        new MicrographResult(
            "a", SIDE, SIDE, calibration, "as they are", List.of(defect), List.of()));
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
