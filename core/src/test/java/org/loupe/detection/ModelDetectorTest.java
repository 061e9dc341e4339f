package org.loupe.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.cascade.ScanSettings;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.measure.MeasurementSettings;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.TrainingData;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.screen.ScreenerModel;
import org.loupe.screen.TinyNetwork;
import org.loupe.trust.GrayTraits;
import org.loupe.trust.SmallTrust;
import org.loupe.trust.TrustBasis;

class ModelDetectorTest {

  private static final double LEAST = 0.5;
  private static final ByteImage IMAGE = SyntheticCascade.image(8, 220, 160);

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @AfterEach
  void shutDown() {
    pool.shutdown();
  }

  /** Returns a model whose network finds candidates of 28 px and more probable. */
  private static ModelBundle model(String name, Optional<TrustBasis> trust) {
    return new ModelBundle(
        name,
        "",
        "class of " + name,
        SyntheticCascade.random(5, 24, 24, 3, 4),
        ScanSettings.defaults().withMinNeighbors(1),
        MeasurementSettings.defaults(),
        Optional.of(
            new TinyNetwork(TinyNetwork.PATCH)
                .scalarWeights(20, 0, 0)
                .bias((float) (-20 * Math.log(28 / 32.0)))
                .screener()),
        trust,
        Optional.empty());
  }

  /** Returns a model from whose training micrographs the image is that far. */
  private ModelBundle at(String name, double distance) throws IOException {
    if (Double.isNaN(distance)) {
      return model(name, Optional.empty());
    }
    ModelBundle one = model(name, Optional.of(SmallTrust.basis(LEAST, 1)));
    double limit = find(one).domainDistance() / distance;
    return model(name, Optional.of(SmallTrust.basis(LEAST, limit)));
  }

  private Findings find(ModelBundle model) throws IOException {
    try (ModelDetector detector = new ModelDetector(model)) {
      return detector.find(IMAGE, box -> true, pool);
    }
  }

  /** Not a number: the member does not know its training micrographs. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.1, 0.1, a", // sure: the others are not asked
    "0.9, 0.8, 0.95, b",
    "0.8, 0.9, 0.95, a",
    "0.8, 1.5, 0.75, c",
    "1.2, 0.9, 2.0, b",
    "1.2, 1.1, 3.0, c", // unlike those of all: the last
    "2.0, 2.0, NaN, c",
    "0.9, 2.0, NaN, a",
    "NaN, 0.9, 2.0, b",
  })
  void theMemberThatKnowsTheKindBestFinds(double a, double b, double c, String expected)
      throws IOException {
    ModelBundle model = at("a", a).withOthers(List.of(at("b", b), at("c", c)));
    Findings found = find(model);
    assertThat(found.by().name()).isEqualTo(expected);
    double distance = expected.equals("a") ? a : expected.equals("b") ? b : c;
    if (Double.isNaN(distance)) {
      assertThat(found.trust()).isEmpty();
    } else {
      assertThat(found.domainDistance()).isEqualTo(distance, within(1e-9));
    }
  }

  /** The third has learned from the sets of the first two, and from another. */
  @ParameterizedTest
  @CsvSource({
    "0.9, 1.2, 0.1, a",
    "0.9, 0.8, 0.1, b",
    "1.1, 1.2, 0.1, c",
    "1.1, 1.2, 0.9, c",
    "1.1, 1.2, 1.3, c",
  })
  void whoLearnedFromAllSetsOfAnotherIsAskedAfterIt(double a, double b, double c, String expected)
      throws IOException {
    ModelBundle first = of(at("a", a), "steel");
    ModelBundle second = of(at("b", b), "titanium");
    ModelBundle general = of(at("c", c), "steel", "titanium", "backgrounds");
    assertThat(find(first.withOthers(List.of(second, general))).by().name()).isEqualTo(expected);
    // wherever it stands
    if (a <= 1 || b <= 1) {
      Findings found = find(general.withOthers(List.of(first, second)));
      assertThat(found.by().name()).isEqualTo(expected);
    }
    ModelBundle same = of(at("c", c), "steel"); // not more than the first
    assertThat(find(first.withOthers(List.of(same))).by().name())
        .isEqualTo(c <= 0.7 || a > 1 ? "c" : "a");
  }

  private static ModelBundle of(ModelBundle model, String... sets) {
    return model.withDescription(
        new ModelDescription(
            "0.1.0",
            "",
            1,
            Stream.of(sets).map(set -> new TrainingData(set, "", "", 12, 100)).toList(),
            Optional.empty(),
            "# Card\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2, 1.1, 0.05", // unlike both
    "1.2, 0.9, 0.5", // the last knows it
    "0.5, 0.1, 0.5",
  })
  void whatIsUnlikeAllHasALeastProbabilityOfItsOwn(double a, double b, double least)
      throws IOException {
    ModelBundle last = at("b", b);
    ScreenerModel network = last.screener().orElseThrow();
    ModelBundle lower =
        last.withScreener(new ScreenerModel(network.onnx(), network.settings(), Optional.of(0.05)));
    ModelBundle first = at("a", a);
    Findings found = find(first.withOthers(List.of(lower)));
    assertThat(found.by().minProbability()).isEqualTo(least);
    assertThat(found.reported())
        .allMatch(detection -> detection.screeningProbability().orElseThrow() >= least);
    assertThat(found.screened()).isEqualTo(find(first.withOthers(List.of(last))).screened());
    ModelBundle asked = first.withOthers(List.of(lower)).withMinProbability(usual -> 0.9);
    assertThat(find(asked).by().minProbability()).isEqualTo(0.9);
  }

  /** Members that gray levels rule out are not asked, and that changes nothing. */
  @Test
  void theChosenMemberIsThatOfAllDistances() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 60; trial++) {
      List<ModelBundle> members = new ArrayList<>();
      for (String name : List.of("a", "b", "c", "d")) {
        members.add(at(name, random.nextDouble(0.4, 2.2)));
      }
      try (ModelDetector detector =
          new ModelDetector(members.get(0).withOthers(members.subList(1, 4)))) {
        List<Findings> all = new ArrayList<>();
        for (ModelBundle member : members) {
          all.add(detector.findBy(member.name(), IMAGE, box -> true, pool));
        }
        Findings found = detector.find(IMAGE, box -> true, pool);
        assertThat(found.by().name()).isEqualTo(chosen(all).by().name());
        assertThat(found.reported()).isEqualTo(chosen(all).reported());
      }
    }
  }

  private static Findings chosen(List<Findings> all) {
    return all.stream()
        .filter(one -> one.domainDistance() <= 0.7)
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(one -> one.domainDistance() <= 1)
                    .min(Comparator.comparingDouble(Findings::domainDistance)))
        .orElse(all.get(all.size() - 1));
  }

  @Test
  void aMemberThatGrayLevelsRuleOutIsNotAsked() throws IOException {
    ModelBundle far = at("a", 50);
    ModelBundle near = at("b", 0.1);
    assertThat(far.trust().orElseThrow().leastDomainDistance(GrayTraits.of(IMAGE)))
        .isBetween(1.0, 50.0);
    AtomicInteger looks = new AtomicInteger();
    Predicate<Box> counting = box -> looks.incrementAndGet() > 0;
    try (ModelDetector alone = new ModelDetector(near);
        ModelDetector both = new ModelDetector(far.withOthers(List.of(near)))) {
      alone.find(IMAGE, counting, pool);
      int once = looks.getAndSet(0);
      assertThat(once).isPositive();
      assertThat(both.find(IMAGE, counting, pool).by().name()).isEqualTo("b");
      assertThat(looks).hasValue(once);
    }
  }

  @Test
  void aScatteredSetDoesNotTakeWhatIsLikeAnothers() throws IOException {
    GrayTraits gray = GrayTraits.of(IMAGE);
    ModelBundle scattered =
        model("a", Optional.of(SmallTrust.around(gray, 2, LEAST, 1e3))); // sure of everything
    double itself = 0.9; // the tight set is not even sure
    ModelBundle tight = model("b", Optional.of(SmallTrust.around(gray, 0.2, LEAST, 1)));
    double limit = find(tight).domainDistance() / itself;
    ModelBundle near = model("b", Optional.of(SmallTrust.around(gray, 0.2, LEAST, limit)));
    assertThat(find(scattered).domainDistance()).isLessThan(itself);
    ModelBundle third = model("c", Optional.empty());
    assertThat(find(scattered.withOthers(List.of(near, third))).by().name()).isEqualTo("b");
    assertThat(find(near.withOthers(List.of(scattered, third))).by().name()).isEqualTo("b");
  }

  @Test
  void whatAMemberFindsIsWhatItFindsAlone() throws IOException {
    ModelBundle first = at("a", 2);
    ModelBundle last = at("b", 0.4).withMinProbability(usual -> 0.2);
    Findings alone = find(last);
    Findings beside = find(first.withOthers(List.of(last)));
    assertThat(beside.reported()).isEqualTo(alone.reported()).isNotEmpty();
    assertThat(beside.reported()).extracting(Detection::defectClass).containsOnly("class of b");
    assertThat(beside.ranked())
        .isEqualTo(alone.ranked())
        .hasSizeGreaterThan(alone.reported().size());
    assertThat(beside.trust()).isEqualTo(alone.trust());
    assertThat(find(first).reported()).hasSizeLessThan(alone.reported().size()).isNotEmpty();
  }

  @Test
  void aMemberCanBeAskedByName() throws IOException {
    ModelBundle model = at("a", 0.1).withOthers(List.of(at("b", 3)));
    try (ModelDetector detector = new ModelDetector(model)) {
      assertThat(detector.findBy("b", IMAGE, box -> true, pool).by().name()).isEqualTo("b");
      assertThatThrownBy(() -> detector.findBy("c", IMAGE, box -> true, pool))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no member c");
    }
  }

  @Test
  void aDamagedNetworkIsToldAtTheStartAndOfAnotherMemberWhenItIsAsked() throws IOException {
    ModelBundle good = model("a", Optional.empty());
    ModelBundle bad = model("b", Optional.empty());
    byte[] cut = bad.screener().orElseThrow().onnx();
    ModelBundle spoiled =
        bad.withScreener(
            new ScreenerModel(
                Arrays.copyOf(cut, cut.length / 2), bad.screener().orElseThrow().settings()));
    assertThatThrownBy(() -> new ModelDetector(spoiled.withOthers(List.of(good))).close())
        .isInstanceOf(ScreenerFormatException.class);
    try (ModelDetector detector = new ModelDetector(good.withOthers(List.of(spoiled)))) {
      assertThat(detector.findBy("a", IMAGE, box -> true, pool).by().name()).isEqualTo("a");
      assertThatThrownBy(() -> detector.findBy("b", IMAGE, box -> true, pool))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(ScreenerFormatException.class);
    }
  }

  @Test
  void membersHaveNamesOfTheirOwnAndNoMembers() {
    ModelBundle a = model("a", Optional.empty());
    ModelBundle b = model("b", Optional.empty());
    assertThatThrownBy(() -> a.withOthers(List.of(b, b)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two members are called b");
    ModelBundle both = a.withOthers(List.of(b));
    assertThat(both.members()).containsExactly(a, b);
    assertThatThrownBy(() -> model("c", Optional.empty()).withOthers(List.of(both)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no other members");
  }
}
