package org.loupe.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSets;
import org.loupe.evaluate.BlandAltman;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.statistics.SizeStatistics;

/**
 * Prints the comparison of ways to measure a defect in {@code docs/measurement.md}: {@code
 * RivalTable [LABELED_SET...]}; run by {@code benchmarks/measurement-rivals.sh}.
 */
final class RivalTable {

  private static final int RINGS = 60;

  private record Case(GrayImage image, Ellipse truth, Box box) {}

  private RivalTable() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| defects | method | mean | spread | SD of differences | trend | off by over 20 % |");
    out.println("|---|---|---|---|---|---|---|");
    for (double snr : new double[] {2, 3, 5, 10}) {
      print(out, "rings of 8 to 100 px, SNR " + Math.round(snr), rings(snr, 0));
    }
    print(out, "two fifths of the rim missing, SNR 5", rings(5, 0.4));
    print(out, "another loop over a quarter of it, SNR 5", pairs());
    for (String set : arguments) {
      print(out, String.valueOf(Path.of(set).getFileName()), labels(Path.of(set)));
    }
  }

  private static double diameter(Random random) {
    return 8 * Math.exp(Math.log(12.5) * random.nextDouble());
  }

  private static List<Case> rings(double snr, double missing) {
    Random random = new Random(100 + Math.round(10 * snr + 100 * missing));
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < RINGS; i++) {
      double diameter = diameter(random);
      double ratio = 0.6 + 0.4 * random.nextDouble();
      double rim = Math.max(2, Math.min(5, 0.12 * diameter));
      double turn = 180 * random.nextDouble();
      RenderedRing ring =
          missing == 0
              ? RenderedRing.of(random, diameter, ratio, turn, rim, snr)
              : RenderedRing.broken(random, diameter, ratio, turn, rim, snr, missing);
      cases.add(new Case(ring.image(), ring.truth(), ring.padded()));
    }
    return cases;
  }

  private static List<Case> pairs() {
    Random random = new Random(500);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < RINGS; i++) {
      double diameter = diameter(random);
      double rim = Math.max(2, Math.min(5, 0.12 * diameter));
      RenderedRing ring = RenderedRing.pair(random, diameter, 0.8, 7.0 * i, rim, 5, 0.75);
      cases.add(new Case(ring.image(), ring.truth(), ring.padded()));
    }
    return cases;
  }

  /** At most 400 labels of a set, evenly taken, each in its tight box pushed out by 15 %. */
  private static List<Case> labels(Path folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (LabeledMicrograph micrograph : LabeledSets.open(folder).micrographs()) {
      GrayImage image;
      try (MicrographFile open = MicrographReaders.open(micrograph.file())) {
        image = open.frame(0).image();
      }
      micrograph.annotations().stream()
          .map(Mark::of)
          .flatMap(mark -> mark.ellipse().stream())
          .forEach(
              e -> {
                Box t = e.boundingBox();
                double x = 0.15 * t.width();
                double y = 0.15 * t.height();
                cases.add(
                    new Case(
                        image,
                        e,
                        new Box(t.x() - x, t.y() - y, t.width() + 2 * x, t.height() + 2 * y)));
              });
    }
    List<Case> some = new ArrayList<>();
    int step = Math.max(1, cases.size() / 400);
    for (int i = 0; i < cases.size(); i += step) {
      some.add(cases.get(i));
    }
    return some;
  }

  private static Map<String, BiFunction<GrayImage, Box, Ellipse>> methods() {
    Map<String, BiFunction<GrayImage, Box, Ellipse>> methods = new LinkedHashMap<>();
    for (MeasurementMethod method : MeasurementMethod.values()) {
      DefectMeasurer measurer =
          new DefectMeasurer(MeasurementSettings.defaults().withMethod(method));
      methods.put(method.name(), (image, box) -> measurer.measure(image, box).ellipse());
    }
    methods.put(
        "closed path, moments",
        (image, box) -> RivalFits.closedPath(image, box).orElse(inscribed(box)));
    methods.put(
        "direct ellipse fit", (image, box) -> RivalFits.direct(image, box).orElse(inscribed(box)));
    return methods;
  }

  private static Ellipse inscribed(Box box) {
    double side = Math.min(box.width(), box.height());
    return new Ellipse(box.centerX(), box.centerY(), side, side, 0);
  }

  private static void print(PrintStream out, String what, List<Case> cases) {
    methods()
        .forEach(
            (name, method) -> {
              List<BlandAltman.Pair> pairs = new ArrayList<>();
              for (Case one : cases) {
                pairs.add(
                    new BlandAltman.Pair(
                        one.truth.majorAxisLength(),
                        method.apply(one.image, one.box).majorAxisLength()));
              }
              BlandAltman agreement = BlandAltman.of(pairs).orElseThrow();
              SizeStatistics truth =
                  SizeStatistics.of(pairs.stream().mapToDouble(BlandAltman.Pair::label).toArray());
              SizeStatistics found =
                  SizeStatistics.of(pairs.stream().mapToDouble(BlandAltman.Pair::result).toArray());
              out.printf(
                  Locale.ROOT,
                  "| %s | %s | %+.1f %% | %+.1f %% | %.2f px | %+.3f | %d of %d |%n",
                  what,
                  name,
                  100 * (found.mean().orElseThrow() / truth.mean().orElseThrow() - 1),
                  100
                      * (found.standardDeviation().orElseThrow()
                              / truth.standardDeviation().orElseThrow()
                          - 1),
                  agreement.sd(),
                  agreement.trend().orElseThrow().slope(),
                  pairs.stream().filter(p -> Math.abs(p.difference()) > 0.2 * p.label()).count(),
                  pairs.size());
            });
  }
}
