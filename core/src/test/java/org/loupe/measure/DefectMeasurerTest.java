package org.loupe.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

class DefectMeasurerTest {

  private static final DefectMeasurer MEASURER = new DefectMeasurer(MeasurementSettings.defaults());

  @ParameterizedTest
  @CsvSource({"8, 3", "8, 5", "14, 3", "14, 5", "30, 3", "30, 5", "60, 3", "110, 3"})
  void meanDiameterIsWithinHalfAPixel(double diameter, double snr) {
    Random random = new Random(41);
    double[] bias = new double[4];
    int rings = 24;
    for (int i = 0; i < rings; i++) {
      double ratio = 0.6 + 0.4 * random.nextDouble();
      double fwhm = 2 + random.nextDouble() * Math.min(3, diameter / 6 - 1);
      RenderedRing ring =
          RenderedRing.of(random, diameter, ratio, 180 * random.nextDouble(), fwhm, snr);
      Box[] boxes = {ring.padded(), ring.square(random, 1.1 + 0.5 * random.nextDouble(), 0.1)};
      for (int b = 0; b < 2; b++) {
        Ellipse found = MEASURER.measure(ring.image(), boxes[b]).ellipse();
        bias[2 * b] += (found.majorAxisLength() - diameter) / rings;
        bias[2 * b + 1] += (found.minorAxisLength() - diameter * ratio) / rings;
      }
    }
    // the mark asked for; seen: 0.15 at most
    for (double one : bias) {
      assertThat(one).isCloseTo(0, within(0.5));
    }
  }

  @Test
  void manyAreMeasuredAsOneByOneOnAnyNumberOfThreads() {
    DefectMeasurer measurer = new DefectMeasurer(MeasurementSettings.defaults());
    Random random = new Random(8);
    RenderedRing ring = RenderedRing.of(random, 24, 0.7, 30, 3, 5);
    List<Box> boxes = new ArrayList<>();
    List<Measurement> single = new ArrayList<>();
    for (int i = 0; i < 21; i++) { // more than two tasks' worth, and not a multiple of one's
      boxes.add(ring.square(random, 1.1 + 0.02 * i, 0.1));
      single.add(measurer.measure(ring.image(), boxes.get(i)));
    }
    for (int threads = 1; threads <= 3; threads++) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      assertThat(measurer.measureAll(ring.image(), boxes, pool)).isEqualTo(single);
      assertThat(measurer.measureAll(ring.image(), List.of(), pool)).isEmpty();
      pool.shutdown();
    }
  }

  @Test
  void orientationIsWithinThreeDegreesEveryFifteenDegrees() {
    Random random = new Random(15);
    for (int degrees = 0; degrees < 180; degrees += 15) {
      for (double ratio : new double[] {0.5, 0.75}) {
        RenderedRing ring = RenderedRing.of(random, 40, ratio, degrees, 3, 5);
        Ellipse found = MEASURER.measure(ring.image(), ring.square(random, 1.4, 0.1)).ellipse();
        assertThat(RenderedRing.degreesBetween(found.orientation(), ring.truth().orientation()))
            .as("at %d degrees, ratio %s", degrees, ratio)
            .isLessThan(3);
      }
    }
  }

  @Test
  void findsALoopOfHalfItsBoxAQuarterOffCenter() {
    Random random = new Random(25);
    for (double diameter : new double[] {8, 12, 20, 40}) {
      RenderedRing ring = RenderedRing.of(random, diameter, 0.9, 30, 2.2, 6);
      Ellipse found = MEASURER.measure(ring.image(), ring.square(random, 2.1, 0.25)).ellipse();
      assertThat(found.majorAxisLength()).isCloseTo(diameter, within(1.0)); // noise, one case
    }
  }

  @Test
  void followsShiftsFlipsAndGain() {
    RenderedRing ring = RenderedRing.of(new Random(8), 30, 0.7, 25, 3, 6);
    GrayImage image = ring.image();
    Box box = ring.square(new Random(9), 1.4, 0.05);
    Ellipse plain = MEASURER.measure(image, box).ellipse();
    int n = image.width();
    float[] flipped = new float[n * n];
    float[] transposed = new float[n * n];
    float[] gained = new float[n * n];
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        flipped[y * n + n - 1 - x] = image.at(x, y);
        transposed[x * n + y] = image.at(x, y);
        gained[y * n + x] = 4 * image.at(x, y) + 256;
      }
    }
    Ellipse scaled = MEASURER.measure(new GrayImage(n, n, gained), box).ellipse();
    assertThat(scaled.majorAxisLength()).isCloseTo(plain.majorAxisLength(), within(0.01));
    Ellipse mirror =
        MEASURER
            .measure(
                new GrayImage(n, n, flipped),
                new Box(n - box.right(), box.y(), box.width(), box.height()))
            .ellipse();
    // the search grid need not be symmetric, its end point is, up to where the climb stops
    assertThat(mirror.majorAxisLength()).isCloseTo(plain.majorAxisLength(), within(0.1));
    assertThat(mirror.centerX()).isCloseTo(n - plain.centerX(), within(0.1));
    assertThat(RenderedRing.degreesBetween(mirror.orientation(), Math.PI - plain.orientation()))
        .isLessThan(0.5);
    Ellipse turned =
        MEASURER
            .measure(
                new GrayImage(n, n, transposed),
                new Box(box.y(), box.x(), box.height(), box.width()))
            .ellipse();
    assertThat(turned.minorAxisLength()).isCloseTo(plain.minorAxisLength(), within(0.1));
    assertThat(turned.centerX()).isCloseTo(plain.centerY(), within(0.1));
  }

  @Test
  void measuresBrightRimsWhenAsked() {
    RenderedRing ring = RenderedRing.of(new Random(3), 36, 0.8, 60, 3, 6);
    Measurement bright =
        new DefectMeasurer(MeasurementSettings.defaults().withPolarity(RimPolarity.BRIGHT))
            .measure(negative(ring.image()), ring.padded());
    assertThat(bright).isEqualTo(MEASURER.measure(ring.image(), ring.padded()));
  }

  private static GrayImage negative(GrayImage image) {
    float[] negative = image.samples().clone();
    for (int i = 0; i < negative.length; i++) {
      negative[i] = -negative[i];
    }
    return new GrayImage(image.width(), image.height(), negative);
  }

  @ParameterizedTest
  @EnumSource(MeasurementMethod.class)
  void seesByItselfWhetherADefectIsDarkOrBright(MeasurementMethod method) {
    RenderedRing ring = RenderedRing.of(new Random(3), 36, 0.8, 60, 3, 6);
    MeasurementSettings dark = MeasurementSettings.defaults().withMethod(method);
    DefectMeasurer either = new DefectMeasurer(dark.withPolarity(RimPolarity.EITHER));
    Measurement expected = new DefectMeasurer(dark).measure(ring.image(), ring.padded());
    assertThat(either.measure(ring.image(), ring.padded())).isEqualTo(expected);
    assertThat(either.measure(negative(ring.image()), ring.padded())).isEqualTo(expected);
  }

  @Test
  void flagsALoopThatTheFrameCuts() {
    RenderedRing ring = RenderedRing.of(new Random(4), 40, 0.9, 0, 3, 8);
    int n = ring.image().width();
    int cut = n / 2 - 8; // 12 of 40 pixels lie beyond the frame
    float[] samples = new float[(n - cut) * n];
    for (int y = 0; y < n; y++) {
      System.arraycopy(ring.image().samples(), y * n + cut, samples, y * (n - cut), n - cut);
    }
    Box box = ring.padded();
    Measurement found =
        MEASURER.measure(
            new GrayImage(n - cut, n, samples),
            new Box(box.x() - cut, box.y(), box.width(), box.height()));
    assertThat(found.flags()).contains(MeasurementFlag.TOUCHES_EDGE);
  }

  @ParameterizedTest
  @EnumSource(MeasurementMethod.class)
  void aMarginIsTheSameAsAWiderBox(MeasurementMethod method) {
    RenderedRing ring = RenderedRing.of(new Random(9), 36, 0.8, 60, 3, 6);
    Box wide = ring.padded();
    Box tight = new Box(wide.x() + 5, wide.y() + 4, wide.width() - 10, wide.height() - 8);
    MeasurementSettings settings = MeasurementSettings.defaults().withMethod(method);
    Box pushedOut =
        new Box(
            tight.x() - 0.125 * tight.width(),
            tight.y() - 0.125 * tight.height(),
            1.25 * tight.width(),
            1.25 * tight.height());
    Measurement found =
        new DefectMeasurer(settings.withBoxMargin(0.125)).measure(ring.image(), tight);
    if (method == MeasurementMethod.BOX) { // the box itself, in which nothing is looked for
      assertThat(found).isEqualTo(new DefectMeasurer(settings).measure(ring.image(), tight));
      return;
    }
    assertThat(found).isEqualTo(new DefectMeasurer(settings).measure(ring.image(), pushedOut));
    if (method != MeasurementMethod.FLOOD_LI_2018) { // floods the same ring from both
      assertThat(found).isNotEqualTo(new DefectMeasurer(settings).measure(ring.image(), tight));
    }
  }

  @ParameterizedTest
  @EnumSource(MeasurementMethod.class)
  void neverThrowsForABoxThatOverlapsTheImage(MeasurementMethod method) {
    DefectMeasurer measurer = new DefectMeasurer(MeasurementSettings.defaults().withMethod(method));
    Random random = new Random(5);
    float[] noise = new float[60 * 40];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    GrayImage[] images = {
      new GrayImage(60, 40, noise),
      new GrayImage(60, 40, new float[60 * 40]),
      new GrayImage(1, 1, new float[] {7}),
      new GrayImage(2, 40, new float[80])
    };
    for (GrayImage image : images) {
      for (int i = 0; i < 200; i++) {
        double width = Math.exp(6 * random.nextDouble() - 1);
        double height = Math.exp(6 * random.nextDouble() - 1);
        double x = random.nextDouble() * (image.width() + width) - width;
        double y = random.nextDouble() * (image.height() + height) - height;
        assertThat(measurer.measure(image, new Box(x, y, width, height)).areaPx2()).isPositive();
      }
    }
  }

  @Test
  void aConstantCropFallsBackToTheBox() {
    Measurement found =
        MEASURER.measure(new GrayImage(50, 50, new float[2500]), new Box(10, 10, 20, 30));
    assertThat(found.flags()).containsExactly(MeasurementFlag.FELL_BACK);
    assertThat(found.ellipse()).isEqualTo(new Ellipse(20, 25, 30, 20, Math.PI / 2));
  }

  @Test
  void refusesABoxOutsideTheImage() {
    GrayImage image = new GrayImage(50, 50, new float[2500]);
    assertThatThrownBy(() -> MEASURER.measure(image, new Box(50, 10, 5, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50 x 50");
  }

  @Test
  void thePublishedFloodKeepsItsBiasAndItsFloor() {
    DefectMeasurer published = new DefectMeasurer(MeasurementSettings.published());
    Random random = new Random(7);
    double wide = 0;
    double floor = 0;
    int flagged = 0;
    for (int i = 0; i < 10; i++) {
      RenderedRing ring = RenderedRing.of(random, 36, 1, 0, 2.2, 6);
      wide +=
          published.measure(ring.image(), ring.square(random, 1.3, 0)).ellipse().majorAxisLength()
              / 10;
      RenderedRing small = RenderedRing.of(random, 19, 1, 0, 2.2, 6);
      Measurement limited = published.measure(small.image(), small.square(random, 1.3, 0));
      floor += limited.ellipse().minorAxisLength() / 10;
      flagged += limited.flags().contains(MeasurementFlag.SEED_LIMITED) ? 1 : 0;
    }
    assertThat(wide).isBetween(37.0, 38.7); // an earlier reimplementation saw 37.7
    assertThat(floor).isBetween(20.5, 23.0); // of 19: the seed alone is 17 to 19 pixels across
    assertThat(flagged).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "16, 0.8", "30, 0.6", "60, 0.9"})
  void aSolidDotIsFlaggedAndMeasuredAlongItsEdge(double diameter, double ratio) {
    Random random = new Random(77);
    double major = 0;
    double minor = 0;
    int solid = 0;
    int dots = 20;
    for (int i = 0; i < dots; i++) {
      RenderedRing dot =
          RenderedRing.filled(random, diameter, ratio, 180 * random.nextDouble(), 1.5, 5);
      Measurement found = MEASURER.measure(dot.image(), dot.padded());
      if (found.flags().contains(MeasurementFlag.SOLID)) {
        solid++;
        major += found.ellipse().majorAxisLength();
        minor += found.ellipse().minorAxisLength();
      }
    }
    assertThat(solid).isGreaterThanOrEqualTo(dots * 7 / 10); // seen: 16 to 20 of 20
    // noise picks the longer axis of small round dots: 10 px come out as 10.7
    assertThat(major / solid).isCloseTo(diameter, within(Math.max(1.2, 0.03 * diameter)));
    assertThat(minor / solid).isCloseTo(ratio * diameter, within(Math.max(1.2, 0.03 * diameter)));
  }

  /** A tilted ring spans under 0.4 of such a box, and its sides have edges like those of bars. */
  @ParameterizedTest
  @CsvSource({"50, 5", "80, 10", "120, 5"})
  void aRingInABoxTwiceTooLargeIsNotTakenForSolid(double diameter, double snr) {
    Random random = new Random(79);
    for (int i = 0; i < 60; i++) {
      double ratio = 0.5 + 0.2 * random.nextDouble();
      RenderedRing ring =
          RenderedRing.of(random, diameter, ratio, 180 * random.nextDouble(), 4, snr);
      Box box = ring.square(random, 2 + 0.2 * random.nextDouble(), 0.25);
      Measurement found = MEASURER.measure(ring.image(), box);
      assertThat(found.flags()).doesNotContain(MeasurementFlag.SOLID);
      assertThat(found.ellipse().majorAxisLength()).isCloseTo(diameter, withinPercentage(2));
      assertThat(found.ellipse().minorAxisLength())
          .isCloseTo(ratio * diameter, withinPercentage(3));
    }
  }

  @Test
  void aLoopSeenEdgeOnIsFlaggedAsSolid() {
    Random random = new Random(78);
    int solid = 0;
    double turned = 0;
    for (int i = 0; i < 20; i++) {
      RenderedRing bar = RenderedRing.filled(random, 40, 0.3, 9 * i, 1.5, 5);
      Measurement found = MEASURER.measure(bar.image(), bar.padded());
      solid += found.flags().contains(MeasurementFlag.SOLID) ? 1 : 0;
      if (found.flags().contains(MeasurementFlag.SOLID)) {
        turned +=
            RenderedRing.degreesBetween(found.ellipse().orientation(), bar.truth().orientation());
        assertThat(found.ellipse().majorAxisLength()).isCloseTo(40, within(3.0));
        assertThat(found.ellipse().minorAxisLength()).isCloseTo(12, within(1.5));
      }
    }
    assertThat(solid).isGreaterThanOrEqualTo(17); // the others pass for rings of the bar's inside
    assertThat(turned / solid).isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource({"16, 3", "16, 6", "40, 3", "40, 6", "100, 3"})
  void aRingIsNotTakenForSolidNorForBroken(double diameter, double snr) {
    Random random = new Random(79);
    for (int i = 0; i < 20; i++) {
      RenderedRing ring = RenderedRing.of(random, diameter, 0.75, 9 * i, 2.5, snr);
      assertThat(MEASURER.measure(ring.image(), ring.padded()).flags()).isEmpty();
    }
  }

  @Test
  void aRimThatIsMissingOverTwoFifthsIsMostlyFlagged() {
    Random random = new Random(80);
    int flagged = 0;
    double mean = 0;
    for (int i = 0; i < 20; i++) {
      RenderedRing ring = RenderedRing.broken(random, 44, 0.8, 9 * i, 3, 6, 0.42);
      Measurement found = MEASURER.measure(ring.image(), ring.padded());
      flagged += found.flags().contains(MeasurementFlag.BROKEN_RIM) ? 1 : 0;
      mean += found.ellipse().majorAxisLength() / 20;
    }
    assertThat(flagged).isGreaterThanOrEqualTo(18);
    assertThat(mean).isCloseTo(44, within(2.0)); // an arc fixes the far side only to a few percent
  }

  @Test
  void aSmallGapIsBridgedWithoutAFlag() {
    Random random = new Random(81);
    for (int i = 0; i < 20; i++) {
      RenderedRing ring = RenderedRing.broken(random, 44, 0.8, 9 * i, 3, 6, 0.12);
      Measurement found = MEASURER.measure(ring.image(), ring.padded());
      assertThat(found.flags()).doesNotContain(MeasurementFlag.BROKEN_RIM, MeasurementFlag.SOLID);
      assertThat(found.ellipse().majorAxisLength()).isCloseTo(44, within(1.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"1.02", "0.75"})
  void touchingAndOverlappingLoopsAreEachMeasuredAsThemselves(double apart) {
    Random random = new Random(82);
    for (int i = 0; i < 16; i++) {
      RenderedRing pair = RenderedRing.pair(random, 36, 0.85, 11.25 * i, 3, 6, apart);
      Measurement found = MEASURER.measure(pair.image(), pair.padded());
      Ellipse truth = pair.truth();
      assertThat(found.ellipse().majorAxisLength()).isCloseTo(36, within(2.0));
      assertThat(
              Math.hypot(
                  found.ellipse().centerX() - truth.centerX(),
                  found.ellipse().centerY() - truth.centerY()))
          .isLessThan(2);
    }
  }

  @Test
  void theDrawnOutlineIsLargerByAShareOfTheRimsWidth() {
    DefectMeasurer drawn =
        new DefectMeasurer(
            MeasurementSettings.defaults().withMethod(MeasurementMethod.DRAWN_OUTLINE));
    Random random = new Random(83);
    double grown = 0;
    for (int i = 0; i < 20; i++) {
      RenderedRing ring = RenderedRing.of(random, 60, 0.8, 9 * i, 6, 8);
      grown +=
          (drawn.measure(ring.image(), ring.padded()).ellipse().majorAxisLength()
                  - MEASURER.measure(ring.image(), ring.padded()).ellipse().majorAxisLength())
              / 20;
    }
    // 0.3 of the half width of 3 px on either side; the profile's plateau is noisy by a tenth
    assertThat(grown).isCloseTo(2 * DefectMeasurer.DRAWN_OFFSET * 3, within(0.4));
  }

  @ParameterizedTest
  @CsvSource({"16, 0.8", "30, 0.6", "60, 0.9"})
  void theEdgeIsTheOutlineOfADot(double diameter, double ratio) {
    DefectMeasurer edge = measuring(MeasurementMethod.OUTER_EDGE);
    Random random = new Random(84);
    double major = 0;
    double minor = 0;
    for (int i = 0; i < 20; i++) {
      RenderedRing dot = RenderedRing.filled(random, diameter, ratio, 9 * i, 1.5, 5);
      Measurement found = edge.measure(dot.image(), dot.padded());
      assertThat(found.flags()).isEmpty();
      major += found.ellipse().majorAxisLength() / 20;
      minor += found.ellipse().minorAxisLength() / 20;
    }
    assertThat(major).isCloseTo(diameter, within(Math.max(0.6, 0.02 * diameter)));
    assertThat(minor).isCloseTo(ratio * diameter, within(Math.max(0.6, 0.02 * diameter)));
  }

  @Test
  void theEdgeOfARingIsWhereItsSmoothedRimIsSteepest() {
    DefectMeasurer edge = measuring(MeasurementMethod.OUTER_EDGE);
    Random random = new Random(85);
    double grown = 0;
    for (int i = 0; i < 20; i++) {
      RenderedRing ring = RenderedRing.of(random, 60, 0.8, 9 * i, 6, 8);
      grown += (edge.measure(ring.image(), ring.padded()).ellipse().majorAxisLength() - 60) / 20;
    }
    // steepest at one standard deviation of the rim's profile after the smoothing by 3 px
    assertThat(grown).isCloseTo(2 * Math.hypot(6 / 2.355, 3), within(0.6));
  }

  @Test
  void theBoxIsTheEllipseInIt() {
    RenderedRing ring = RenderedRing.of(new Random(86), 40, 0.8, 30, 4, 5);
    Measurement found =
        measuring(MeasurementMethod.BOX).measure(ring.image(), new Box(20, 25, 44, 30));
    assertThat(found.ellipse()).isEqualTo(new Ellipse(42, 40, 44, 30, 0));
    assertThat(found.flags()).isEmpty();
  }

  private static DefectMeasurer measuring(MeasurementMethod method) {
    return new DefectMeasurer(MeasurementSettings.defaults().withMethod(method));
  }
}
