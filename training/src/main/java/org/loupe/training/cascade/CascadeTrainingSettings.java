package org.loupe.training.cascade;

import java.util.List;
import java.util.Locale;
import org.loupe.cascade.BoostParameters;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.dataset.LabeledMicrograph;

/**
 * How a cascade is trained.
 *
 * @param windowSize side of the window in pixels, 16 to 64
 * @param maxStages at least 1; fewer if the negative examples run out
 * @param minHitRate the part of the positive examples that each stage must keep, in (0, 1]
 * @param maxFalseAlarm the part of the negative examples that a stage may keep before it is done,
 *     in (0, 1)
 * @param maxWeakCount the most stumps of a stage; at least 1
 * @param weightTrimRate the part of the weight that the examples of a round have at least, in (0,
 *     1]
 * @param margin side of a window over the longer side of the annotated box that it should cover,
 *     0.5 to 4
 * @param minPositiveIou a window of the scan is a positive example if it overlaps the window that
 *     an annotation asks for by at least this intersection over union, in (0, 1)
 * @param maxNegativeIou a window is a negative example if it overlaps none by more than this, in
 *     [0, minPositiveIou); windows between the two are neither
 * @param windowsPerAnnotation the most positive examples of one annotation; at least 1
 * @param maxPositives the most positive examples of all annotations together; if there are more, so
 *     many are drawn
 * @param augmentation which mirror images and rotations of the positive examples are used
 * @param negativeFactor negative examples of a stage over positive ones, above 0
 * @param stageFeatureFraction the part of all features, drawn anew, that a stage is made of, in (0,
 *     1]; neighboring features tell much the same
 * @param featureFraction the part of the stage's features, drawn anew, that each stump is chosen
 *     from, in (0, 1]
 * @param targetFalseAlarm training ends when at most this part of all windows far from annotations
 *     passes all stages, in [0, 1); 0 for never
 * @param maxCandidates candidates for each annotation that are bearable: recall is judged at no
 *     more of them; above 0
 * @param minRecall where the recall at that number is less than this, up to {@value
 *     CandidateCurve#MORE_CANDIDATES} times as many candidates are borne if they reach it, in [0,
 *     1]; 0 for never
 * @param patience training ends when this many stages together have not raised that recall on the
 *     validation micrographs; at least 1
 * @param minNegatives training ends when fewer negative examples than this pass the stages so far
 * @param scan the levels that examples are taken from; the cascade is meant for such scans
 * @param seed of all that is drawn
 */
public record CascadeTrainingSettings(
    int windowSize,
    int maxStages,
    double minHitRate,
    double maxFalseAlarm,
    int maxWeakCount,
    double weightTrimRate,
    double margin,
    double minPositiveIou,
    double maxNegativeIou,
    int windowsPerAnnotation,
    int maxPositives,
    Augmentation augmentation,
    double negativeFactor,
    double stageFeatureFraction,
    double featureFraction,
    double targetFalseAlarm,
    double maxCandidates,
    double minRecall,
    int patience,
    int minNegatives,
    ScanSettings scan,
    long seed) {

  /** Below this a scan takes too long, and a window tells too little. */
  private static final double SMALLEST_SCANNED_PX = 10;

  /** Mirror images and rotations of the positive examples. */
  public enum Augmentation {
    /** As they are. */
    NONE,
    /** Each example in one of the eight symmetries of the square, drawn at random. */
    SYMMETRIES
  }

  public CascadeTrainingSettings {
    check("windowSize", windowSize, 16, 64);
    check("maxStages", maxStages, 1, 1000);
    check("minHitRate", minHitRate, 0.5, 1);
    check("maxFalseAlarm", maxFalseAlarm, 0.001, 0.999);
    check("maxWeakCount", maxWeakCount, 1, 100_000);
    check("weightTrimRate", weightTrimRate, 0.1, 1);
    check("margin", margin, 0.5, 4);
    check("minPositiveIou", minPositiveIou, 0.05, 0.99);
    check("maxNegativeIou", maxNegativeIou, 0, minPositiveIou);
    check("windowsPerAnnotation", windowsPerAnnotation, 1, 1000);
    check("maxPositives", maxPositives, 1, 1_000_000);
    check("negativeFactor", negativeFactor, 0.01, 100);
    check("stageFeatureFraction", stageFeatureFraction, 0.001, 1);
    check("featureFraction", featureFraction, 0.001, 1);
    check("targetFalseAlarm", targetFalseAlarm, 0, 0.999);
    check("maxCandidates", maxCandidates, 0.01, 1000);
    check("minRecall", minRecall, 0, 1);
    check("patience", patience, 1, 1000);
    check("minNegatives", minNegatives, 1, NegativePool.CAPACITY);
  }

  private static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be %s to %s, was %s", name, least, most, value));
    }
  }

  /** Returns the settings that did best in cross-validation; see docs/training.md. */
  public static CascadeTrainingSettings defaults() {
    return new CascadeTrainingSettings(
        32,
        40,
        0.998,
        0.5,
        400,
        0.95,
        1.0,
        0.7,
        0.3,
        3,
        15_000,
        Augmentation.SYMMETRIES,
        2.5,
        0.25,
        0.2,
        0,
        2,
        0.95,
        4,
        200,
        ScanSettings.defaults().withMinDefectSizePx(16).withGrouping(CandidateGrouping.PEAKS),
        1);
  }

  /** Returns what the trained cascade's file tells about its training. */
  public BoostParameters boostParameters() {
    return new BoostParameters("GAB", minHitRate, maxFalseAlarm, weightTrimRate, 1, maxWeakCount);
  }

  /**
   * Returns settings that also learn the small defects of a set: the scan goes down to a window of
   * the size that 99 of 100 labels reach, but at least 10 pixels and at most the cascade's window.
   */
  public CascadeTrainingSettings withSmallestOf(List<LabeledMicrograph> micrographs) {
    double[] sides =
        micrographs.stream()
            .flatMap(m -> m.annotations().stream())
            .mapToDouble(a -> Math.max(a.box().width(), a.box().height()))
            .sorted()
            .toArray();
    if (sides.length == 0) {
      return this;
    }
    double small = Math.rint(sides[sides.length / 100]);
    double size = Math.max(SMALLEST_SCANNED_PX, Math.min(windowSize, small));
    return toBuilder().scan(scan.withMinDefectSizePx(size)).build();
  }

  /** Returns a builder that begins with these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Makes settings that differ from others in some of them. */
  public static final class Builder {

    private int windowSize;
    private int maxStages;
    private double minHitRate;
    private double maxFalseAlarm;
    private int maxWeakCount;
    private double weightTrimRate;
    private double margin;
    private double minPositiveIou;
    private double maxNegativeIou;
    private int windowsPerAnnotation;
    private int maxPositives;
    private Augmentation augmentation;
    private double negativeFactor;
    private double stageFeatureFraction;
    private double featureFraction;
    private double targetFalseAlarm;
    private double maxCandidates;
    private double minRecall;
    private int patience;
    private int minNegatives;
    private ScanSettings scan;
    private long seed;

    private Builder(CascadeTrainingSettings from) {
      windowSize = from.windowSize();
      maxStages = from.maxStages();
      minHitRate = from.minHitRate();
      maxFalseAlarm = from.maxFalseAlarm();
      maxWeakCount = from.maxWeakCount();
      weightTrimRate = from.weightTrimRate();
      margin = from.margin();
      minPositiveIou = from.minPositiveIou();
      maxNegativeIou = from.maxNegativeIou();
      windowsPerAnnotation = from.windowsPerAnnotation();
      maxPositives = from.maxPositives();
      augmentation = from.augmentation();
      negativeFactor = from.negativeFactor();
      stageFeatureFraction = from.stageFeatureFraction();
      featureFraction = from.featureFraction();
      targetFalseAlarm = from.targetFalseAlarm();
      maxCandidates = from.maxCandidates();
      minRecall = from.minRecall();
      patience = from.patience();
      minNegatives = from.minNegatives();
      scan = from.scan();
      seed = from.seed();
    }

    /** Sets {@link CascadeTrainingSettings#windowSize()}. */
    public Builder windowSize(int value) {
      windowSize = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxStages()}. */
    public Builder maxStages(int value) {
      maxStages = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#minHitRate()}. */
    public Builder minHitRate(double value) {
      minHitRate = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxFalseAlarm()}. */
    public Builder maxFalseAlarm(double value) {
      maxFalseAlarm = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxWeakCount()}. */
    public Builder maxWeakCount(int value) {
      maxWeakCount = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#weightTrimRate()}. */
    public Builder weightTrimRate(double value) {
      weightTrimRate = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#margin()}. */
    public Builder margin(double value) {
      margin = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#minPositiveIou()}. */
    public Builder minPositiveIou(double value) {
      minPositiveIou = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxNegativeIou()}. */
    public Builder maxNegativeIou(double value) {
      maxNegativeIou = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#windowsPerAnnotation()}. */
    public Builder windowsPerAnnotation(int value) {
      windowsPerAnnotation = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxPositives()}. */
    public Builder maxPositives(int value) {
      maxPositives = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#augmentation()}. */
    public Builder augmentation(Augmentation value) {
      augmentation = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#negativeFactor()}. */
    public Builder negativeFactor(double value) {
      negativeFactor = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#stageFeatureFraction()}. */
    public Builder stageFeatureFraction(double value) {
      stageFeatureFraction = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#featureFraction()}. */
    public Builder featureFraction(double value) {
      featureFraction = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#targetFalseAlarm()}. */
    public Builder targetFalseAlarm(double value) {
      targetFalseAlarm = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#maxCandidates()}. */
    public Builder maxCandidates(double value) {
      maxCandidates = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#minRecall()}. */
    public Builder minRecall(double value) {
      minRecall = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#patience()}. */
    public Builder patience(int value) {
      patience = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#minNegatives()}. */
    public Builder minNegatives(int value) {
      minNegatives = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#scan()}. */
    public Builder scan(ScanSettings value) {
      scan = value;
      return this;
    }

    /** Sets {@link CascadeTrainingSettings#seed()}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public CascadeTrainingSettings build() {
      return new CascadeTrainingSettings(
          windowSize,
          maxStages,
          minHitRate,
          maxFalseAlarm,
          maxWeakCount,
          weightTrimRate,
          margin,
          minPositiveIou,
          maxNegativeIou,
          windowsPerAnnotation,
          maxPositives,
          augmentation,
          negativeFactor,
          stageFeatureFraction,
          featureFraction,
          targetFalseAlarm,
          maxCandidates,
          minRecall,
          patience,
          minNegatives,
          scan,
          seed);
    }
  }
}
