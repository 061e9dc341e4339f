package org.loupe.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.loupe.defect.Defect;
import org.loupe.geometry.Ellipse;

/** How often the intervals of simulated sets hold the truth. */
final class CoverageStudy {

  private CoverageStudy() {}

  /**
   * One kind of set.
   *
   * @param images in a set
   * @param expected defects with their center in an image
   */
  record Scenario(int images, double expected, double densityShape, double sizeSpread, int sidePx) {

    SyntheticField.Population population() {
      return new SyntheticField.Population(
          expected / ((double) sidePx * sidePx), 40, 1.4, densityShape, sizeSpread);
    }
  }

  /** Shares of the sets whose interval holds the truth. */
  record Coverage(double mean, double density) {}

  /** Returns the coverage of the edge-corrected figures. */
  static Coverage edges(Scenario scenario, int sets, int replicates, long seed) {
    SyntheticField.Population population = scenario.population();
    StatisticsSettings settings = settings(replicates);
    SplittableRandom random = new SplittableRandom(seed);
    int means = 0;
    int densities = 0;
    int withMean = 0;
    for (int set = 0; set < sets; set++) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < scenario.images(); i++) {
        SyntheticField field = SyntheticField.draw(random, population, scenario.sidePx());
        samples.add(Sample.of(field.result(), 1, settings));
      }
      CorrectedStatistics corrected = Correction.edges(samples, settings, LengthScale.NANOMETERS);
      densities += holds(corrected.numberDensityInterval(), population.perPx2());
      withMean += corrected.meanDiameterInterval().isPresent() ? 1 : 0;
      means += holds(corrected.meanDiameterInterval(), population.meanPx());
    }
    return new Coverage((double) means / withMean, (double) densities / sets);
  }

  /**
   * Returns the coverage of the figures that are also corrected for a detector of recall 0.5 below
   * 30 px, 0.7 to 50 px and 0.9 above, and precision 0.8, known from a validation on 400 defects.
   */
  static Coverage detection(Scenario scenario, int sets, int replicates, long seed) {
    SyntheticField.Population population = scenario.population();
    SplittableRandom random = new SplittableRandom(seed);
    double[] from = {0, 30, 50};
    double[] recall = {0.5, 0.7, 0.9};
    double precision = 0.8;
    int means = 0;
    int densities = 0;
    for (int set = 0; set < sets; set++) {
      long[] annotations = new long[3];
      long[] found = new long[3];
      long right = 0;
      for (int i = 0; i < 400; i++) {
        int c = sizeClass(boxSide(random, population), from);
        annotations[c]++;
        if (random.nextDouble() < recall[c]) {
          found[c]++;
          right++;
        }
      }
      long detections = right + SyntheticField.poisson(random, right * (1 - precision) / precision);
      List<DetectionRates.SizeClass> classes = new ArrayList<>();
      for (int c = 0; c < 3; c++) {
        classes.add(
            new DetectionRates.SizeClass(
                from[c], c < 2 ? from[c + 1] : 1e6, annotations[c], found[c]));
      }
      StatisticsSettings settings =
          settings(replicates)
              .withDetection(new DetectionRates(classes, detections, right, "simulated"));
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < scenario.images(); i++) {
        List<Defect> kept = new ArrayList<>();
        detect(random, population, scenario.sidePx(), from, recall, 1, kept);
        detect(random, population, scenario.sidePx(), from, recall, 1 / precision - 1, kept);
        samples.add(Sample.of(SyntheticField.result(scenario.sidePx(), kept), 1, settings));
      }
      CorrectedStatistics corrected =
          Correction.detection(samples, settings, LengthScale.NANOMETERS).orElseThrow();
      densities += holds(corrected.numberDensityInterval(), population.perPx2());
      means += holds(corrected.meanDiameterInterval(), population.meanPx());
    }
    return new Coverage((double) means / sets, (double) densities / sets);
  }

  /** Adds what the detector finds of a field: of the true one, or of one of false defects. */
  private static void detect(
      SplittableRandom random,
      SyntheticField.Population population,
      int sidePx,
      double[] from,
      double[] recall,
      double share,
      List<Defect> to) {
    SyntheticField field = SyntheticField.draw(random, population, sidePx);
    for (Defect defect : field.result().defects()) {
      double side = Math.max(defect.detection().box().width(), defect.detection().box().height());
      if (random.nextDouble() < share * recall[sizeClass(side, from)]) {
        to.add(defect);
      }
    }
  }

  private static double boxSide(SplittableRandom random, SyntheticField.Population population) {
    double major =
        population.medianPx()
            * Math.exp(Math.log(population.geometricSd()) * random.nextGaussian());
    Ellipse ellipse =
        new Ellipse(0, 0, major, major * random.nextDouble(0.5, 1), random.nextDouble(Math.PI));
    return Math.max(ellipse.boundingBox().width(), ellipse.boundingBox().height());
  }

  private static int sizeClass(double side, double[] from) {
    return side < from[1] ? 0 : side < from[2] ? 1 : 2;
  }

  /** What a foil with spheres tells, over many sets. */
  record Foil(double coverage, double bias, double simpleBias, double swellingBias) {}

  /**
   * Returns coverage and bias of the volume density of spheres of 40 nm median in a foil of 100 nm,
   * whose thickness is known to 20 %; the bias with the true thickness.
   */
  static Foil foil(Scenario scenario, int sets, long seed) {
    double t = 100;
    double uncertainty = 0.2;
    SyntheticField.Population population = scenario.population();
    double meanDiameter = population.meanPx();
    double spread = Math.log(population.geometricSd());
    double meanVolume =
        Math.PI / 6 * Math.pow(population.medianPx(), 3) * Math.exp(4.5 * spread * spread);
    double truth = population.perPx2() / (t + meanDiameter);
    SplittableRandom random = new SplittableRandom(seed);
    int held = 0;
    double densities = 0;
    double simple = 0;
    double fractions = 0;
    for (int set = 0; set < sets; set++) {
      double stated = t * Math.exp(uncertainty * random.nextGaussian());
      StatisticsSettings settings =
          settings(100)
              .withShape(DefectShape.SPHERE)
              .withDiameter(DiameterKind.EQUIVALENT)
              .withThickness(new Thickness(stated, uncertainty));
      List<Sample> samples = new ArrayList<>();
      List<Sample> known = new ArrayList<>();
      StatisticsSettings exact = settings.withThickness(new Thickness(t, 0));
      for (int i = 0; i < scenario.images(); i++) {
        List<Defect> spheres = spheres(random, scenario, population, t);
        samples.add(Sample.of(SyntheticField.result(scenario.sidePx(), spheres), 1, settings));
        known.add(Sample.of(SyntheticField.result(scenario.sidePx(), spheres), 1, exact));
      }
      held +=
          holds(
              Correction.edges(samples, settings, LengthScale.NANOMETERS)
                  .volume()
                  .map(VolumeStatistics::densityInterval),
              truth);
      VolumeStatistics volume =
          Correction.edges(known, exact, LengthScale.NANOMETERS).volume().orElseThrow();
      densities += volume.density();
      simple += volume.simpleDensity();
      fractions += volume.volumeFraction().orElseThrow();
    }
    return new Foil(
        (double) held / sets,
        densities / sets / truth - 1,
        simple / sets / truth - 1,
        fractions / sets / (truth * meanVolume) - 1);
  }

  /** Spheres with their centers in the slab that a surface lets be seen, wholly in the frame. */
  private static List<Defect> spheres(
      SplittableRandom random, Scenario scenario, SyntheticField.Population population, double t) {
    int side = scenario.sidePx();
    double spread = Math.log(population.geometricSd());
    double largest = population.medianPx() * Math.exp(5 * spread);
    double perVolume = population.perPx2() / (t + population.meanPx());
    int count = SyntheticField.poisson(random, perVolume * side * side * (t + largest));
    List<Defect> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double d = population.medianPx() * Math.exp(spread * random.nextGaussian());
      double z = random.nextDouble(-largest / 2, t + largest / 2);
      double x = random.nextDouble(side);
      double y = random.nextDouble(side);
      boolean touches =
          x - d / 2 < 1 || y - d / 2 < 1 || x + d / 2 > side - 1 || y + d / 2 > side - 1;
      if (z > -d / 2 && z < t + d / 2 && !touches) {
        seen.add(
            SyntheticField.defect(
                seen.size() + 1, SyntheticField.measurement(new Ellipse(x, y, d, d, 0), Set.of())));
      }
    }
    return seen;
  }

  /** Mean of a figure over many fields, over the truth, less 1. */
  record Bias(double naiveDensity, double density, double naiveMean, double mean) {}

  /** Returns the bias of plain and of edge-corrected figures. */
  static Bias bias(Scenario scenario, int fields, long seed) {
    StatisticsSettings settings = settings(100);
    SplittableRandom random = new SplittableRandom(seed);
    double naive = 0;
    double naiveSizes = 0;
    double weighted = 0;
    double weightedSizes = 0;
    double centers = 0;
    double diameters = 0;
    for (int i = 0; i < fields; i++) {
      SyntheticField field = SyntheticField.draw(random, scenario.population(), scenario.sidePx());
      Sample sample = Sample.of(field.result(), 1, settings);
      for (int j = 0; j < sample.count(); j++) {
        naive++;
        naiveSizes += sample.diameters()[j];
        weighted += sample.edgeWeights()[j];
        weightedSizes += sample.edgeWeights()[j] * sample.diameters()[j];
      }
      centers += field.centersInside();
      diameters += field.diametersInside();
    }
    double mean = diameters / centers;
    return new Bias(
        naive / centers - 1,
        weighted / centers - 1,
        naiveSizes / naive / mean - 1,
        weightedSizes / weighted / mean - 1);
  }

  private static StatisticsSettings settings(int replicates) {
    StatisticsSettings standard = StatisticsSettings.defaults();
    return new StatisticsSettings(
        standard.diameter(),
        standard.shape(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        new MeanBootstrap(replicates, 7));
  }

  private static int holds(Optional<ConfidenceInterval> interval, double truth) {
    return interval.filter(i -> i.lower() <= truth && truth <= i.upper()).isPresent() ? 1 : 0;
  }
}
