package org.loupe.statistics;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.loupe.defect.MicrographResult;
import org.loupe.statistics.CoverageStudy.Scenario;

/** Prints the tables of {@code docs/statistics.md}: {@code StatisticsTable [SETS]}. */
final class StatisticsTable {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final int REPLICATES = 1000;

  static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario(1, 15, NONE, 0, 600),
          new Scenario(1, 40, NONE, 0, 600),
          new Scenario(1, 150, NONE, 0, 1000),
          new Scenario(2, 25, NONE, 0, 600),
          new Scenario(2, 25, 10, 0.1, 600),
          new Scenario(3, 25, NONE, 0, 600),
          new Scenario(3, 25, 10, 0.1, 600),
          new Scenario(5, 25, NONE, 0, 600),
          new Scenario(5, 25, 10, 0.1, 600),
          new Scenario(5, 25, 4, 0.2, 600),
          new Scenario(10, 10, NONE, 0, 600),
          new Scenario(10, 25, NONE, 0, 600),
          new Scenario(10, 25, 4, 0.15, 600),
          new Scenario(20, 25, NONE, 0, 600),
          new Scenario(20, 25, 4, 0.15, 600));

  private StatisticsTable() {}

  public static void main(String[] arguments) {
    int sets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.printf(
        Locale.ROOT,
        "Time of one image's figures: %.1f ms for 50 defects, %.0f ms for 2,000%n%n",
        milliseconds(50),
        milliseconds(2000));
    out.println("Edges: bias of plain and corrected figures, 100,000 defects or so");
    out.println("| frame / median | density, plain | corrected | mean, plain | corrected |");
    out.println("|---|---|---|---|---|");
    for (int side : new int[] {200, 400, 800}) {
      double expected = side * side / 4000.0;
      CoverageStudy.Bias bias =
          CoverageStudy.bias(
              new Scenario(1, expected, NONE, 0, side), (int) (100_000 / expected), side);
      out.printf(
          Locale.ROOT,
          "| %.0f | %+.1f %% | %+.2f %% | %+.1f %% | %+.2f %% |%n",
          side / 40.0,
          100 * bias.naiveDensity(),
          100 * bias.density(),
          100 * bias.naiveMean(),
          100 * bias.mean());
    }
    out.println();
    out.printf(Locale.ROOT, "Coverage of 95 %% intervals, edge-corrected, %d sets each%n", sets);
    out.println("| images | defects an image | density differs | size differs | mean | density |");
    out.println("|---|---|---|---|---|---|");
    for (Scenario scenario : SCENARIOS) {
      print(out, scenario, CoverageStudy.edges(scenario, sets, REPLICATES, 11));
    }
    out.println();
    out.println("The same, corrected for detection");
    out.println("| images | defects an image | density differs | size differs | mean | density |");
    out.println("|---|---|---|---|---|---|");
    for (Scenario scenario :
        List.of(SCENARIOS.get(1), SCENARIOS.get(7), SCENARIOS.get(12), SCENARIOS.get(13))) {
      print(out, scenario, CoverageStudy.detection(scenario, sets, REPLICATES, 12));
    }
    out.println();
    out.println("Spheres in a foil of 100 nm +- 20 %");
    out.println("| images | defects an image | coverage | bias | bias of N/(A t) | of swelling |");
    out.println("|---|---|---|---|---|---|");
    for (Scenario scenario : List.of(SCENARIOS.get(1), SCENARIOS.get(7), SCENARIOS.get(13))) {
      CoverageStudy.Foil foil = CoverageStudy.foil(scenario, sets, 13);
      out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.1f %% | %+.2f %% | %+.1f %% | %+.2f %% |%n",
          scenario.images(),
          scenario.expected(),
          100 * foil.coverage(),
          100 * foil.bias(),
          100 * foil.simpleBias(),
          100 * foil.swellingBias());
    }
    out.println();
    RenderedFields.Bias rendered = RenderedFields.bias(Math.max(2, sets / 8));
    out.printf(
        Locale.ROOT,
        "Rendered and measured, %d loops, frame / median 11: density %+.1f %%, corrected %+.2f %%;"
            + " mean %+.1f %%, corrected %+.2f %%%n",
        rendered.loops(),
        100 * rendered.naiveDensity(),
        100 * rendered.density(),
        100 * rendered.naiveMean(),
        100 * rendered.mean());
  }

  /** Median time of all figures of one image, in milliseconds. */
  private static double milliseconds(int defects) {
    MicrographResult result =
        SyntheticField.draw(
                new SplittableRandom(1), new Scenario(1, defects, NONE, 0, 4000).population(), 4000)
            .result();
    double[] times = new double[9];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      DefectStatistics.inNanometers(result, StatisticsSettings.defaults());
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return SizeStatistics.of(times).median().orElseThrow();
  }

  private static void print(PrintStream out, Scenario scenario, CoverageStudy.Coverage coverage) {
    out.printf(
        Locale.ROOT,
        "| %d | %.0f | %s | %s | %.1f %% | %.1f %% |%n",
        scenario.images(),
        scenario.expected(),
        Double.isInfinite(scenario.densityShape())
            ? "no"
            : String.format(Locale.ROOT, "%.0f %%", 100 / Math.sqrt(scenario.densityShape())),
        scenario.sizeSpread() == 0
            ? "no"
            : String.format(Locale.ROOT, "%.0f %%", 100 * scenario.sizeSpread()),
        100 * coverage.mean(),
        100 * coverage.density());
  }
}
