package org.loupe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.simulation.SimulationSettings.Clutter;
import org.loupe.simulation.SimulationSettings.Imaging;
import org.loupe.simulation.SimulationSettings.Loops;

class MicrographSimulatorTest {

  /** Noise of 1 in 10,000, no blur, no texture: what is left is the drawing. */
  private static final Imaging CLEAN = new Imaging(0, 0, 1, 1e8, 0, 0, 0.6, 16);

  private static final Loops ONE = loops(1, 20, 1.2, 0.2);

  private static Loops loops(int count, double median, double geometricSd, double overlap) {
    return new Loops(count, median, geometricSd, 5, 80, 0.5, 0.95, 3, 0.5, 0, 0.2, 0.05, overlap);
  }

  private static SimulationSettings settings(int side, long seed, Loops loops, Imaging imaging) {
    return new SimulationSettings(side, side, 0.5, seed, loops, Clutter.none(), imaging);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theDarkestLineOfARingIsWhereTheTruthSays(long seed) {
    SyntheticMicrograph micrograph = MicrographSimulator.simulate(settings(192, seed, ONE, CLEAN));
    Ellipse rim = micrograph.loops().get(0);
    int checked = 0;
    for (int degrees = 0; degrees < 360; degrees += 15) {
      double offset = ridgeOffset(micrograph.image(), rim, Math.toRadians(degrees));
      if (!Double.isNaN(offset)) {
        checked++;
        // Bilinear sampling, the rim's uneven contrast and the distance's second order: 0.105 seen.
        assertThat(offset).as("at %d degrees", degrees).isCloseTo(0, within(0.15));
      }
    }
    assertThat(checked).isGreaterThan(3);
  }

  /** The distance along the normal to the minimum of a fitted parabola; NaN near the frame. */
  private static double ridgeOffset(GrayImage image, Ellipse rim, double t) {
    double a = rim.majorAxisLength() / 2;
    double b = rim.minorAxisLength() / 2;
    double cos = Math.cos(rim.orientation());
    double sin = Math.sin(rim.orientation());
    double length = Math.hypot(Math.cos(t) / a, Math.sin(t) / b);
    double[] sums = new double[3];
    for (int i = -8; i <= 8; i++) {
      double d = i / 8.0;
      double u = a * Math.cos(t) + d * Math.cos(t) / a / length;
      double v = b * Math.sin(t) + d * Math.sin(t) / b / length;
      double x = rim.centerX() + u * cos + v * sin - 0.5;
      double y = rim.centerY() - u * sin + v * cos - 0.5;
      if (!(x >= 1 && y >= 1 && x < image.width() - 2 && y < image.height() - 2)) {
        return Double.NaN;
      }
      double value = bilinear(image, x, y);
      sums[0] += d * value;
      sums[1] += (d * d - MEAN_SQUARE) * value;
      sums[2] += (d * d - MEAN_SQUARE) * (d * d);
    }
    double slope = sums[0] / (17 * MEAN_SQUARE);
    double curvature = sums[1] / sums[2];
    assertThat(curvature).as("a dark line").isPositive();
    return -slope / (2 * curvature);
  }

  private static final double MEAN_SQUARE =
      IntStream.rangeClosed(-8, 8).mapToDouble(i -> i * i / 64.0).average().orElseThrow();

  private static double bilinear(GrayImage image, double x, double y) {
    int left = (int) x;
    int top = (int) y;
    double u = x - left;
    double v = y - top;
    return (1 - v) * ((1 - u) * image.at(left, top) + u * image.at(left + 1, top))
        + v * ((1 - u) * image.at(left, top + 1) + u * image.at(left + 1, top + 1));
  }

  @Test
  void sizesFollowTheLogNormalDistribution() {
    Loops many = loops(3000, 20, 1.25, 1);
    List<Ellipse> rims = MicrographSimulator.simulate(settings(400, 5, many, CLEAN)).loops();
    assertThat(rims).hasSize(3000);
    double[] logs = rims.stream().mapToDouble(e -> Math.log(e.majorAxisLength() * 0.5)).toArray();
    double mean = IntStream.range(0, 3000).mapToDouble(i -> logs[i]).average().orElseThrow();
    double variance =
        IntStream.range(0, 3000)
            .mapToDouble(i -> (logs[i] - mean) * (logs[i] - mean))
            .average()
            .orElseThrow();
    // Four standard errors: 0.223 / sqrt(3000) = 0.004 of the mean, 1.3 % of the deviation.
    assertThat(mean).isCloseTo(Math.log(20), within(0.017));
    assertThat(Math.sqrt(variance)).isCloseTo(Math.log(1.25), withinPercentage(5.5));
    assertThat(rims)
        .allSatisfy(
            e -> assertThat(e.minorAxisLength() / e.majorAxisLength()).isBetween(0.499, 0.951));
    // Uniform on a frame of 400: the mean has a standard error of 2.1.
    assertThat(rims.stream().mapToDouble(Ellipse::centerX).average().orElseThrow())
        .isCloseTo(200, within(8.5));
    assertThat(rims.stream().mapToDouble(Ellipse::orientation).average().orElseThrow())
        .isCloseTo(Math.PI / 2, within(0.07));
  }

  @Test
  void diametersKeepTheirLimits() {
    Loops wide = new Loops(300, 20, 3, 15, 25, 0.5, 1, 3, 0.5, 0, 0, 0, 1);
    assertThat(MicrographSimulator.simulate(settings(200, 5, wide, CLEAN)).loops())
        .allSatisfy(e -> assertThat(e.majorAxisLength() * 0.5).isBetween(14.999, 25.001));
  }

  /** Inversion below a mean of 10, rejection above. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 3, 9.9, 10, 12, 30, 200, 20_000})
  void theNoiseOfElectronsHasTheVarianceOfTheirMean(double electrons) {
    Loops none = loops(0, 20, 1.2, 0);
    Imaging imaging = new Imaging(0, 0, 1, electrons, 0, 0, 0.1, 16);
    GrayImage image = MicrographSimulator.simulate(settings(256, 3, none, imaging)).image();
    double gain = 0.1 * 65535 / electrons;
    double mean = 0;
    for (float sample : image.samples()) {
      mean += sample / gain / image.samples().length;
    }
    double variance = 0;
    for (float sample : image.samples()) {
      variance += (sample / gain - mean) * (sample / gain - mean) / image.samples().length;
    }
    // Five standard errors: sqrt(mean / 65536) of the mean, sqrt((2 + 1/mean) / 65536) of the
    // variance.
    assertThat(mean).isCloseTo(electrons, within(5 * Math.sqrt(electrons) / 256 + 1e-3));
    double rounding = 1 / (12 * gain * gain);
    assertThat(variance - rounding)
        .isCloseTo(electrons, withinPercentage(500 * Math.sqrt(2 + 1 / electrons) / 256));
  }

  @Test
  void aSeedGivesOnePictureAndAnotherSeedAnother() {
    SimulationSettings settings =
        new SimulationSettings(
            128, 128, 0.5, 8, loops(3, 15, 1.2, 0.5), Clutter.defaults(), Imaging.defaults());
    SyntheticMicrograph first = MicrographSimulator.simulate(settings);
    assertThat(MicrographSimulator.simulate(settings).image().samples())
        .isEqualTo(first.image().samples());
    assertThat(MicrographSimulator.simulate(settings).truth()).isEqualTo(first.truth());
    SimulationSettings other =
        new SimulationSettings(
            128, 128, 0.5, 9, settings.loops(), settings.clutter(), settings.imaging());
    assertThat(MicrographSimulator.simulate(other).image().samples())
        .isNotEqualTo(first.image().samples());
  }

  @Test
  void moreClutterLeavesTheLoopsInPlace() {
    SimulationSettings bare = settings(256, 4, loops(4, 20, 1.2, 0.2), CLEAN);
    SimulationSettings full =
        new SimulationSettings(256, 256, 0.5, 4, bare.loops(), Clutter.defaults(), CLEAN);
    assertThat(MicrographSimulator.simulate(full).loops())
        .isEqualTo(MicrographSimulator.simulate(bare).loops());
  }

  @Test
  void loopsKeepApartUnlessAllowedToOverlap() {
    List<Ellipse> rims =
        MicrographSimulator.simulate(settings(400, 6, loops(25, 15, 1.2, 0), CLEAN)).loops();
    for (int i = 0; i < rims.size(); i++) {
      for (int j = 0; j < i; j++) {
        Ellipse a = rims.get(i);
        Ellipse b = rims.get(j);
        assertThat(Math.hypot(a.centerX() - b.centerX(), a.centerY() - b.centerY()))
            .isGreaterThanOrEqualTo((a.majorAxisLength() + b.majorAxisLength()) / 2 - 1e-9);
      }
    }
  }

  /** An option that is stored and never read would leave the picture as it was. */
  @Test
  void everySettingChangesThePicture() {
    Loops l = new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9);
    Clutter c = new Clutter(2, 5, 1, 1, 0.8, 1, 4, 0.4, 0.1);
    Imaging i = new Imaging(0.2, 0.03, 1.2, 200, 1, 2, 0.6, 8);
    float[] base = samples(l, c, i);
    Stream<Loops> loops =
        Stream.of(
            new Loops(4, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 16, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.4, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 20, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 11, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.3, 0.9, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.7, 4, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 5, 0.5, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.8, 0.2, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.5, 0.2, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.8, 0.05, 0.9),
            new Loops(3, 15, 1.2, 10, 30, 0.6, 0.9, 4, 0.5, 0.2, 0.2, 0.25, 0.9));
    Stream<Clutter> clutter =
        Stream.of(
            new Clutter(5, 5, 1, 1, 0.8, 1, 4, 0.4, 0.1),
            new Clutter(2, 9, 1, 1, 0.8, 1, 4, 0.4, 0.1),
            new Clutter(2, 5, 3, 1, 0.8, 1, 4, 0.4, 0.1),
            new Clutter(2, 5, 1, 3, 0.8, 1, 4, 0.4, 0.1),
            new Clutter(2, 5, 1, 1, 0.3, 1, 4, 0.4, 0.1),
            new Clutter(2, 5, 1, 1, 0.8, 4, 4, 0.4, 0.1),
            new Clutter(2, 5, 1, 1, 0.8, 1, 8, 0.4, 0.1),
            new Clutter(2, 5, 1, 1, 0.8, 1, 4, 0.9, 0.1),
            new Clutter(2, 5, 1, 1, 0.8, 1, 4, 0.4, 0.6));
    Stream<Imaging> imaging =
        Stream.of(
            new Imaging(0.5, 0.03, 1.2, 200, 1, 2, 0.6, 8),
            new Imaging(0.2, 0.13, 1.2, 200, 1, 2, 0.6, 8),
            new Imaging(0.2, 0.03, 3.2, 200, 1, 2, 0.6, 8),
            new Imaging(0.2, 0.03, 1.2, 900, 1, 2, 0.6, 8),
            new Imaging(0.2, 0.03, 1.2, 200, 2, 2, 0.6, 8),
            new Imaging(0.2, 0.03, 1.2, 200, 1, 9, 0.6, 8),
            new Imaging(0.2, 0.03, 1.2, 200, 1, 2, 0.4, 8),
            new Imaging(0.2, 0.03, 1.2, 200, 1, 2, 0.6, 16));
    assertThat(loops).allSatisfy(v -> assertThat(samples(v, c, i)).isNotEqualTo(base));
    assertThat(clutter).allSatisfy(v -> assertThat(samples(l, v, i)).isNotEqualTo(base));
    assertThat(imaging).allSatisfy(v -> assertThat(samples(l, c, v)).isNotEqualTo(base));
  }

  private static float[] samples(Loops loops, Clutter clutter, Imaging imaging) {
    return MicrographSimulator.simulate(
            new SimulationSettings(128, 128, 0.5, 12, loops, clutter, imaging))
        .image()
        .samples();
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(
            () -> MicrographSimulator.simulate(settings(100, 1, loops(60, 20, 1.2, 0), CLEAN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not fit");
    Loops impossible = new Loops(1, 20, 1, 30, 40, 0.5, 1, 3, 0.5, 0, 0, 0, 0);
    assertThatThrownBy(() -> MicrographSimulator.simulate(settings(100, 1, impossible, CLEAN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30.0 nm");
    assertThatThrownBy(() -> new Imaging(0, 0, 1, 100, 0, 0, 0.6, 12)).hasMessageContaining("12");
    assertThatThrownBy(() -> loops(-1, 20, 1.2, 0)).hasMessageContaining("-1");
  }
}
