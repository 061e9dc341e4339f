package org.loupe.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Candidate;
import org.loupe.defect.Trust;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.ScreenedBox;

class TrustBasisTest {

  private static final double MIN_PROBABILITY = 0.4;
  private static final int SIDE = 100;

  private static ByteImage image(long seed, double spread) {
    byte[] samples = new byte[SIDE * SIDE];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.max(0, Math.min(255, 128 + spread * random.nextGaussian()));
    }
    return new ByteImage(SIDE, SIDE, samples);
  }

  private static ScreenedBox box(double side, double probability) {
    Box box = new Box(10, 10, side, side);
    return new ScreenedBox(new Candidate(box, 1, 1), box, 0, probability);
  }

  private static final List<ScreenedBox> BOXES =
      List.of(box(20, 0.95), box(10, 0.55), box(12, 0.3), box(12, 0.2));

  private static MicrographTraits traits(long seed, double spread) {
    return MicrographTraits.of(image(seed, spread), BOXES, MIN_PROBABILITY);
  }

  /** Twenty micrographs with standard deviations of 20 to 29. */
  private static TrainingDomain domain() {
    List<MicrographTraits> points = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      points.add(traits(i, 20 + i / 2.0));
    }
    return TrainingDomain.of(points, 3).withLimit(new double[] {0.5, 0.6, 0.7, 1.5}, 0.25);
  }

  private static F1Prediction prediction() {
    return new F1Prediction(
        0.7,
        List.of(new F1Prediction.Term(DetectionTrait.MEAN_PROBABILITY, 0.5, 0.4)),
        0.05,
        0.08,
        20);
  }

  private static TrustBasis basis() {
    return new TrustBasis(MIN_PROBABILITY, domain(), Optional.of(prediction()));
  }

  @Test
  void takesTheEightNumbersAndThePromisedF1() {
    Map<DetectionTrait, Double> traits = DetectionTrait.of(image(1, 25), BOXES, MIN_PROBABILITY);
    assertThat(traits).containsOnlyKeys(DetectionTrait.values());
    assertThat(traits.get(DetectionTrait.SURE_SHARE)).isEqualTo(0.5);
    assertThat(traits.get(DetectionTrait.COUNT)).isCloseTo(Math.log(3), within(1e-12));
    assertThat(traits.get(DetectionTrait.COVERED_SHARE)).isCloseTo(0.05, within(1e-12));
    // 400 px² at 0.95 and 100 px² at 0.55
    assertThat(traits.get(DetectionTrait.AREA_WEIGHTED_PROBABILITY)).isCloseTo(0.87, within(1e-12));
    assertThat(traits.get(DetectionTrait.MEAN_PROBABILITY)).isCloseTo(0.75, within(1e-12));
    assertThat(traits.get(DetectionTrait.MEAN_SIZE)).isCloseTo(Math.log(15), within(1e-12));
    assertThat(traits.get(DetectionTrait.SD_PROBABILITY)).isCloseTo(0.2, within(1e-12));
    assertThat(traits.get(DetectionTrait.RELATIVE_SD_SIZE)).isCloseTo(1.0 / 3, within(1e-12));
    // of 2 detections 1.5 are right; 2 defects are to be expected in all
    assertThat(traits.get(DetectionTrait.PROMISED_F1)).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void hasNoNumbersOfDetectionsWhereThereAreNone() {
    assertThat(DetectionTrait.of(image(1, 25), List.of(box(9, 0.3)), MIN_PROBABILITY)).isEmpty();
  }

  @Test
  void describesAMicrographWithoutCandidates() {
    MicrographTraits traits = MicrographTraits.of(image(1, 25), List.of(), MIN_PROBABILITY);
    assertThat(traits.value(Trait.CANDIDATES)).isZero();
    assertThat(traits.value(Trait.PROBABILITY)).isEqualTo(MIN_PROBABILITY);
    assertThat(traits.value(Trait.SIZE)).isEqualTo(Math.log(SIDE));
  }

  @Test
  void namesEachTraitByItsNumber() {
    MicrographTraits traits = traits(1, 25);
    // 4 candidates and 2 detections on a hundredth of a million pixels
    assertThat(traits.value(Trait.CANDIDATES)).isCloseTo(Math.log(401), within(1e-12));
    assertThat(traits.value(Trait.DETECTIONS)).isCloseTo(Math.log(201), within(1e-12));
    assertThat(traits.value(Trait.PROBABILITY)).isCloseTo(0.75, within(1e-12));
    // of 10,000 pixels the standard deviation is known to a hundredth or so
    assertThat(traits.value(Trait.CONTRAST)).isCloseTo(Math.log(25.3), within(0.03));
    assertThat(traits.value(Trait.SIZE)).isEqualTo(Math.log(12));
  }

  @Test
  void grayLevelsAloneBoundTheDistanceFromBelow() {
    List<Double> ratios = new ArrayList<>();
    for (int seed = 100; seed < 140; seed++) {
      ByteImage image = image(seed, 5 + seed % 40);
      double least = basis().leastDomainDistance(GrayTraits.of(image));
      for (List<ScreenedBox> boxes : List.of(BOXES, BOXES.subList(0, 1), List.<ScreenedBox>of())) {
        double distance =
            basis().domain().distance(MicrographTraits.of(image, boxes, MIN_PROBABILITY));
        assertThat(least).isLessThanOrEqualTo(distance);
        ratios.add(least / distance);
      }
    }
    assertThat(ratios).as("a bound that says something").anyMatch(ratio -> ratio > 0.5);
  }

  @Test
  void predictsWithinTheDomain() {
    Trust trust = basis().of(image(99, 25), BOXES, MIN_PROBABILITY);
    assertThat(trust.isOutOfDomain()).contains(false);
    assertThat(trust.strangestTrait()).isEmpty();
    assertThat(trust.predictedF1().orElseThrow()).isCloseTo(0.8, within(1e-12));
    assertThat(trust.predictedF1Error().orElseThrow()).isEqualTo(0.05);
  }

  @Test
  void predictsNothingOutsideAndSaysWhatIsStrange() {
    Trust trust = basis().of(image(99, 3), BOXES, MIN_PROBABILITY);
    assertThat(trust.isOutOfDomain()).contains(true);
    assertThat(trust.predictedF1()).isEmpty();
    assertThat(trust.strangestTrait().orElseThrow())
        .endsWith("lower than in any training micrograph");
  }

  @Test
  void predictsNothingForAnotherThreshold() {
    Trust trust = basis().of(image(99, 25), BOXES, 0.5);
    assertThat(trust.domainDistance()).isPresent();
    assertThat(trust.predictedF1()).isEmpty();
  }

  @Test
  void predictsNothingWithoutDetections() {
    TrainingDomain all = domain().withLimit(new double[] {1e6, 1e6}, 0.1);
    Trust trust =
        new TrustBasis(MIN_PROBABILITY, all, Optional.of(prediction()))
            .of(image(99, 25), List.of(), MIN_PROBABILITY);
    assertThat(trust.isOutOfDomain()).contains(false);
    assertThat(trust.predictedF1()).isEmpty();
  }

  @Test
  void measuresTheDistanceToTheNeighborOfItsRank() {
    List<MicrographTraits> points = new ArrayList<>();
    for (double value : new double[] {0, 1, 2, 10}) {
      points.add(constant(value));
    }
    TrainingDomain second = TrainingDomain.of(points, 2);
    double spread = second.traits().get(0).spread();
    // of all traits the values are the same, so the spreads are too, and so is each difference
    assertThat(second.traits())
        .allSatisfy(t -> assertThat(t.spread()).isCloseTo(spread, within(1e-12)));
    assertThat(second.distance(constant(0.25))).isCloseTo(0.75 / spread, within(1e-9));
    assertThat(second.distance(constant(10))).isCloseTo(8 / spread, within(1e-9));
  }

  private static MicrographTraits constant(double value) {
    return new MicrographTraits(Arrays.stream(Trait.values()).map(t -> value).toList());
  }

  @Test
  void setsTheLimitThatAShareExceeds() {
    double[] distances = new double[101];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = 100 - i;
    }
    TrainingDomain limited = domain().withLimit(distances, 0.03);
    assertThat(limited.limit()).isEqualTo(97);
    assertThat(limited.exceeding()).isCloseTo(3.0 / 101, within(1e-12));
  }

  @Test
  void limitsPredictionsToWhatF1CanBe() {
    F1Prediction steep =
        new F1Prediction(
            0.5, List.of(new F1Prediction.Term(DetectionTrait.COUNT, 0, 10)), 0.1, 0.1, 9);
    assertThat(steep.predict(Map.of(DetectionTrait.COUNT, 3.0))).isEqualTo(1);
    assertThat(steep.predict(Map.of(DetectionTrait.COUNT, -3.0))).isZero();
    assertThatThrownBy(() -> steep.predict(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("COUNT");
  }

  @Test
  void refusesWhatIsNoDomain() {
    TrainingDomain good = domain();
    assertThatThrownBy(() -> new TrainingDomain(good.traits(), good.points(), 21, good.limit(), 0))
        .hasMessageContaining("neighbors must be 1 to 20");
    assertThatThrownBy(() -> new TrainingDomain(good.traits(), good.points(), 3, 0, 0))
        .hasMessageContaining("limit must be positive");
    assertThatThrownBy(
            () -> new TrainingDomain(good.traits().subList(1, 3), good.points(), 3, 1, 0))
        .hasMessageContaining("traits must be all");
    assertThatThrownBy(() -> new MicrographTraits(List.of(1.0)))
        .hasMessageContaining("finite numbers");
  }
}
