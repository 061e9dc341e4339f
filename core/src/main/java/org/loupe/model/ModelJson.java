package org.loupe.model;

import java.util.List;
import java.util.Optional;
import org.loupe.cascade.CandidateGrouping;
import org.loupe.cascade.ScanSettings;
import org.loupe.measure.MeasurementMethod;
import org.loupe.measure.MeasurementSettings;
import org.loupe.measure.RimPolarity;
import org.loupe.screen.ScreeningSettings;
import org.loupe.trust.TrustBasis;

/**
 * The entry {@code model.json}: its fields are these components, by {@link RecordJson}.
 *
 * @param screening absent where the cascade works alone
 * @param minProbabilityUnlike least probability in micrographs unlike those of all members; absent
 *     where it is that of the screening
 * @param trust absent where there was too little to learn it from
 * @param members names of the entries that are the other members, whole model files themselves, in
 *     the order in which they are asked; absent without any
 * @param entries hash of each other entry
 */
record ModelJson(
    String format,
    int formatVersion,
    String programVersion,
    String command,
    long seed,
    String defectClass,
    ScanJson scan,
    MeasurementJson measurement,
    Optional<ScreeningSettings> screening,
    @AddedLater Optional<Double> minProbabilityUnlike,
    List<TrainingData> trainingData,
    Optional<ModelValidation> validation,
    @AddedLater Optional<TrustBasis> trust,
    @AddedLater Optional<List<String>> members,
    List<EntryHash> entries) {

  static final String FORMAT = "loupe-model";
  static final int VERSION = 1;

  /**
   * @param name of the entry
   * @param sha256 of its content, in hexadecimal
   */
  record EntryHash(String name, String sha256) {}

  /**
   * {@link ScanSettings}.
   *
   * @param stride absent in older files: OpenCV's
   */
  record ScanJson(
      double scaleFactor,
      int minSizePx,
      int maxSizePx,
      int minNeighbors,
      double minDefectSizePx,
      CandidateGrouping grouping,
      @AddedLater Optional<Integer> stride) {

    static ScanJson of(ScanSettings scan) {
      return new ScanJson(
          scan.scaleFactor(),
          scan.minSizePx(),
          scan.maxSizePx(),
          scan.minNeighbors(),
          scan.minDefectSizePx(),
          scan.grouping(),
          Optional.of(scan.stride()));
    }

    ScanSettings settings() {
      return new ScanSettings(
          scaleFactor,
          minSizePx,
          maxSizePx,
          minNeighbors,
          minDefectSizePx,
          grouping,
          stride.orElse(ScanSettings.OPENCV_STRIDE));
    }
  }

  /**
   * {@link MeasurementSettings}.
   *
   * @param boxMargin absent where there is none
   */
  record MeasurementJson(
      MeasurementMethod method,
      RimPolarity polarity,
      double floodSeedFraction,
      @AddedLater Optional<Double> boxMargin) {

    static MeasurementJson of(MeasurementSettings measurement) {
      return new MeasurementJson(
          measurement.method(),
          measurement.polarity(),
          measurement.floodSeedFraction(),
          Optional.of(measurement.boxMargin()).filter(margin -> margin != 0));
    }

    MeasurementSettings settings() {
      return new MeasurementSettings(method, polarity, floodSeedFraction, boxMargin.orElse(0.0));
    }
  }

  ModelJson {
    if (defectClass.isBlank()) {
      throw new IllegalArgumentException("defectClass must not be blank");
    }
  }
}
