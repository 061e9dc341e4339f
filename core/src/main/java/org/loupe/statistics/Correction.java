package org.loupe.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.loupe.statistics.ErrorBudget.Quantity;
import org.loupe.statistics.NumberDensity.CommonFactor;

/**
 * Corrects the statistics of a set for edges, and for the detector where its rates are given.
 *
 * <p>Uncertainties are carried to first order: relative variances add, each times the square of the
 * figure's logarithmic derivative. The derivation is in {@code docs/statistics.md}.
 */
final class Correction {

  private final List<Sample> samples;
  private final Optional<DetectionRates> rates;
  private final OptionalDouble calibration;
  private final Optional<Thickness> thickness;
  private final StatisticsSettings settings;
  private final double[] areas;
  private final List<double[]> weights;
  private final List<WeightedSizes> sizes;
  private final SizeStatistics pooled;

  private Correction(
      List<Sample> samples,
      StatisticsSettings settings,
      Optional<DetectionRates> rates,
      LengthScale scale) {
    this.samples = samples;
    this.settings = settings;
    this.rates = rates;
    this.areas = samples.stream().mapToDouble(Sample::area).toArray();
    this.weights = samples.stream().map(sample -> sample.weights(rates)).toList();
    this.sizes = weighted(weights);
    this.pooled = WeightedSizes.pooled(sizes);
    boolean nanometers = scale == LengthScale.NANOMETERS;
    this.thickness = nanometers ? settings.thickness() : Optional.empty();
    this.calibration =
        nanometers && settings.pixelSizeUncertainty().isPresent()
            ? OptionalDouble.of(settings.pixelSizeUncertainty().get())
            : OptionalDouble.empty();
  }

  static CorrectedStatistics edges(
      List<Sample> samples, StatisticsSettings settings, LengthScale scale) {
    return new Correction(samples, settings, Optional.empty(), scale).statistics();
  }

  static Optional<CorrectedStatistics> detection(
      List<Sample> samples, StatisticsSettings settings, LengthScale scale) {
    return settings.detection().isPresent()
        ? Optional.of(new Correction(samples, settings, settings.detection(), scale).statistics())
        : Optional.empty();
  }

  /** Returns the histogram of the diameters; empty for no defects. */
  static Optional<Histogram> histogram(
      List<Sample> samples, StatisticsSettings settings, LengthScale scale) {
    return Histogram.Bins.of(
            samples.stream().flatMapToDouble(s -> Arrays.stream(s.diameters())).toArray())
        .map(new Correction(samples, settings, settings.detection(), scale)::histogram);
  }

  private Histogram histogram(Histogram.Bins bins) {
    long[] counts = new long[bins.count()];
    double[] edges = new double[bins.count()];
    double[] corrected = new double[bins.count()];
    double[] squares = new double[bins.count()];
    double[] largest = new double[bins.count()];
    double[][] ofClasses = new double[bins.count()][classCount()];
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      for (int j = 0; j < sample.count(); j++) {
        int bin = bins.of(sample.diameters()[j]);
        double weight = weights.get(i)[j];
        counts[bin]++;
        edges[bin] += sample.edgeWeights()[j];
        corrected[bin] += weight;
        squares[bin] += weight * weight;
        largest[bin] = Math.max(largest[bin], weight);
        ofClasses[bin][sample.sizeClasses()[j]] += weight;
      }
    }
    List<ConfidenceInterval> intervals = new ArrayList<>(bins.count());
    for (int bin = 0; bin < bins.count(); bin++) {
      double another = corrected[bin] > 0 ? largest[bin] : unitWeight();
      intervals.add(
          NumberDensity.poisson(corrected[bin], squares[bin], another, 1)
              .widened(corrected[bin], Math.sqrt(detectionVariance(ofClasses[bin])), "detection"));
    }
    return new Histogram(
        bins.first() * bins.width(),
        bins.width(),
        counts,
        edges,
        corrected,
        intervals,
        bins.rule());
  }

  /** The samples name classes whether or not this correction uses them. */
  private int classCount() {
    return settings.detection().map(known -> known.classes().size()).orElse(1);
  }

  private List<WeightedSizes> weighted(List<double[]> weightsOfEach) {
    List<WeightedSizes> all = new ArrayList<>(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      all.add(new WeightedSizes(samples.get(i).diameters(), weightsOfEach.get(i)));
    }
    return all;
  }

  private CorrectedStatistics statistics() {
    List<ErrorBudget> budgets = new ArrayList<>();
    Optional<ConfidenceInterval> meanInterval = Optional.empty();
    if (pooled.count() >= 2) {
      ErrorBudget mean = meanDiameter();
      meanInterval = Optional.of(mean.interval());
      budgets.add(mean);
    }
    boolean allAtTheEdge =
        pooled.count() == 0 && samples.stream().anyMatch(sample -> sample.count() > 0);
    Optional<NumberDensity.Estimate> density =
        allAtTheEdge
            ? Optional.empty()
            : NumberDensity.of(weights, areas, unitWeight(), factors(weights, 2, 0));
    Optional<ConfidenceInterval> densityInterval = density.map(NumberDensity.Estimate::interval);
    Optional<VolumeStatistics> volume = Optional.empty();
    if (density.isPresent()) {
      if (density.get().density() > 0) {
        budgets.add(numberDensity(density.get()));
      }
      if (thickness.isPresent()) {
        volume = Optional.of(volume(density.get(), thickness.get(), budgets));
      }
    }
    return new CorrectedStatistics(
        pooled.count(),
        pooled.totalWeight(),
        pooled,
        meanInterval,
        density.map(d -> OptionalDouble.of(d.density())).orElseGet(OptionalDouble::empty),
        densityInterval,
        volume,
        budgets);
  }

  /** What one more defect would have counted, where none was seen: that of the largest class. */
  private double unitWeight() {
    return rates.map(r -> r.weight(r.classes().size() - 1)).orElse(1.0);
  }

  private ErrorBudget meanDiameter() {
    double mean = pooled.mean().orElseThrow();
    SizeStatistics raw =
        WeightedSizes.pooled(weighted(samples.stream().map(Sample::ones).toList()));
    SizeStatistics edges =
        WeightedSizes.pooled(weighted(samples.stream().map(Sample::edgeWeights).toList()));
    double rawVariance = relativeVariance(raw);
    double edgeVariance = relativeVariance(edges);
    double inside = relativeVariance(pooled);
    Map<UncertaintySource, Double> parts = new EnumMap<>(UncertaintySource.class);
    parts.put(UncertaintySource.COUNTING, Math.min(rawVariance, edgeVariance));
    parts.put(UncertaintySource.EDGES, Math.max(0, edgeVariance - rawVariance));
    if (samples.stream().filter(s -> anyWeight(s.edgeWeights())).count() > 1) {
      double between = MeanBootstrap.estimate(sizes).variance() / (mean * mean);
      parts.put(UncertaintySource.BETWEEN_IMAGES, Math.max(0, between - inside));
    }
    double recall = 0;
    if (rates.isPresent()) {
      recall = classVariance(mean);
      parts.put(UncertaintySource.DETECTION, Math.max(0, inside - edgeVariance) + recall);
    }
    calibration.ifPresent(u -> parts.put(UncertaintySource.CALIBRATION, u * u));
    ConfidenceInterval interval =
        settings
            .bootstrap()
            .ofPositiveMean(sizes)
            .orElseThrow()
            .widened(mean, Math.sqrt(recall), "recall")
            .widened(mean, calibration.orElse(0), "calibration");
    return new ErrorBudget(Quantity.MEAN_DIAMETER, mean, interval, parts);
  }

  private static boolean anyWeight(double[] weights) {
    for (double weight : weights) {
      if (weight > 0) {
        return true;
      }
    }
    return false;
  }

  private static double relativeVariance(SizeStatistics statistics) {
    double relative = statistics.standardError().orElseThrow() / statistics.mean().orElseThrow();
    return relative * relative;
  }

  /** Relative variance of the mean diameter from the recall of each class. */
  private double classVariance(double mean) {
    DetectionRates known = rates.orElseThrow();
    int classes = known.classes().size();
    double[] moments = new double[classes];
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      for (int j = 0; j < sample.count(); j++) {
        moments[sample.sizeClasses()[j]] += weights.get(i)[j] * (sample.diameters()[j] - mean);
      }
    }
    double variance = 0;
    for (int c = 0; c < classes; c++) {
      double derivative = moments[c] / (pooled.totalWeight() * mean);
      variance += derivative * derivative * known.classes().get(c).recallRelativeVariance();
    }
    return variance;
  }

  /**
   * Returns what a sum of contributions is uncertain by besides the counts.
   *
   * @param calibrationPower power of the pixel size that the figure goes with, without its sign
   * @param fromThickness relative standard uncertainty that the thickness brings
   */
  private List<CommonFactor> factors(
      List<double[]> contributions, double calibrationPower, double fromThickness) {
    return List.of(
        new CommonFactor(Math.sqrt(detectionVariance(contributions)), "detection"),
        new CommonFactor(Math.abs(calibrationPower) * calibration.orElse(0), "calibration"),
        new CommonFactor(fromThickness, "thickness"));
  }

  /** Relative variance of a sum of contributions from precision and the recall of each class. */
  private double detectionVariance(List<double[]> contributions) {
    double[] sums = new double[classCount()];
    for (int i = 0; i < samples.size(); i++) {
      for (int j = 0; j < samples.get(i).count(); j++) {
        sums[samples.get(i).sizeClasses()[j]] += contributions.get(i)[j];
      }
    }
    return detectionVariance(sums);
  }

  private double detectionVariance(double[] sumsOfClasses) {
    if (rates.isEmpty()) {
      return 0;
    }
    double total = Arrays.stream(sumsOfClasses).sum();
    double variance = rates.get().precisionRelativeVariance();
    for (int c = 0; total > 0 && c < sumsOfClasses.length; c++) {
      double share = sumsOfClasses[c] / total;
      variance += share * share * rates.get().classes().get(c).recallRelativeVariance();
    }
    return variance;
  }

  private ErrorBudget numberDensity(NumberDensity.Estimate density) {
    return new ErrorBudget(
        Quantity.NUMBER_DENSITY,
        density.density(),
        density.interval(),
        countParts(density, weights, 2));
  }

  /**
   * Returns the parts that a sum of contributions has.
   *
   * @param calibrationPower power of the pixel size that the figure goes with, without its sign
   */
  private Map<UncertaintySource, Double> countParts(
      NumberDensity.Estimate estimate, List<double[]> contributions, double calibrationPower) {
    double defects = samples.stream().mapToInt(Sample::count).sum();
    double edges =
        NumberDensity.of(samples.stream().map(Sample::edgeWeights).toList(), areas, 1)
            .orElseThrow()
            .relativeCountingVariance();
    double whole = estimate.relativeCountingVariance();
    Map<UncertaintySource, Double> parts = new EnumMap<>(UncertaintySource.class);
    // at least 1/N: no weighting makes more of the defects than they are
    parts.put(UncertaintySource.EDGES, Math.max(0, edges - 1 / defects));
    if (rates.isPresent()) {
      parts.put(UncertaintySource.COUNTING, 1 / defects);
      parts.put(
          UncertaintySource.DETECTION,
          Math.max(0, whole - edges) + detectionVariance(contributions));
    } else {
      parts.put(UncertaintySource.COUNTING, 1 / defects + Math.max(0, whole - edges));
    }
    if (Arrays.stream(areas).filter(area -> area > 0).count() > 1) {
      parts.put(UncertaintySource.BETWEEN_IMAGES, Math.max(0, estimate.dispersion() - 1) * whole);
    }
    calibration.ifPresent(
        u -> parts.put(UncertaintySource.CALIBRATION, calibrationPower * calibrationPower * u * u));
    return parts;
  }

  private VolumeStatistics volume(
      NumberDensity.Estimate plain, Thickness foil, List<ErrorBudget> budgets) {
    double t = foil.nanometers();
    double u = foil.relativeUncertainty();
    ConfidenceInterval simple =
        NumberDensity.of(weights, areas, unitWeight(), factors(weights, 2, u))
            .orElseThrow()
            .interval()
            .scaled(1 / t);
    Slab centers = new Slab(t, h -> 1);
    double calibrationPower = 2 + centers.extentShare;
    double fromThickness = u * (1 - centers.extentShare);
    NumberDensity.Estimate density =
        NumberDensity.of(
                centers.contributions,
                areas,
                unitWeight() / t,
                factors(centers.contributions, calibrationPower, fromThickness))
            .orElseThrow();
    ConfidenceInterval interval = density.interval();
    if (density.density() > 0) {
      Map<UncertaintySource, Double> parts =
          countParts(density, centers.contributions, calibrationPower);
      parts.put(UncertaintySource.THICKNESS, fromThickness * fromThickness);
      budgets.add(new ErrorBudget(Quantity.VOLUME_DENSITY, density.density(), interval, parts));
    }
    Optional<NumberDensity.Estimate> fraction = Optional.empty();
    if (settings.shape() == DefectShape.SPHERE) {
      Slab volumes = new Slab(t, h -> Math.PI / 6 * h * h * h);
      double left = 1 - volumes.extentShare;
      fraction =
          NumberDensity.of(
              volumes.contributions, areas, 1, factors(volumes.contributions, left, u * left));
    }
    // where none was seen nothing says how large one would be, so that there is no upper limit
    Optional<ConfidenceInterval> fractionInterval =
        fraction.filter(f -> f.density() > 0).map(NumberDensity.Estimate::interval);
    return new VolumeStatistics(
        plain.density() / t,
        simple,
        density.density(),
        interval,
        fraction.map(f -> OptionalDouble.of(f.density())).orElseGet(OptionalDouble::empty),
        fractionInterval);
  }

  /** What each defect contributes over the slab in which its center may lie. */
  private final class Slab {

    private final List<double[]> contributions;

    /** Share of the extents in t + h, as the contributions weight it: 0 for flat defects. */
    private final double extentShare;

    Slab(double t, DoubleUnaryOperator ofExtent) {
      this.contributions = new ArrayList<>(samples.size());
      double sum = 0;
      double shares = 0;
      for (int i = 0; i < samples.size(); i++) {
        double[] extents = samples.get(i).extents();
        double[] of = new double[extents.length];
        for (int j = 0; j < of.length; j++) {
          of[j] = weights.get(i)[j] * ofExtent.applyAsDouble(extents[j]) / (t + extents[j]);
          sum += of[j];
          shares += of[j] * extents[j] / (t + extents[j]);
        }
        contributions.add(of);
      }
      this.extentShare = sum > 0 ? shares / sum : 0;
    }
  }
}
