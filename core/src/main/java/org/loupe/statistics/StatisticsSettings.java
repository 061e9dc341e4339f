package org.loupe.statistics;

import java.util.Objects;
import java.util.Optional;

/**
 * What the statistics of a run are made with, beside the defects.
 *
 * @param diameter which length of a defect is its diameter
 * @param shape what a defect is in three dimensions
 * @param pixelSizeUncertainty standard uncertainty of the pixel size over the pixel size, in [0,
 *     1), the same error in all micrographs; empty if unknown
 * @param thickness of the foil; empty if unknown
 * @param visibility share of the defects that can be seen; empty if all can
 * @param detection how many defects the detector finds; empty if nobody knows
 * @param detectionNote why {@code detection} is empty, or where it came from, in words
 * @param bootstrap how the intervals of mean sizes are found
 */
public record StatisticsSettings(
    DiameterKind diameter,
    DefectShape shape,
    Optional<Double> pixelSizeUncertainty,
    Optional<Thickness> thickness,
    Optional<Visibility> visibility,
    Optional<DetectionRates> detection,
    String detectionNote,
    MeanBootstrap bootstrap) {

  public StatisticsSettings {
    Objects.requireNonNull(diameter, "diameter");
    Objects.requireNonNull(shape, "shape");
    if (pixelSizeUncertainty.isPresent()
        && !(pixelSizeUncertainty.get() >= 0 && pixelSizeUncertainty.get() < 1)) {
      throw new IllegalArgumentException(
          "pixelSizeUncertainty must be at least 0 and below 1, was " + pixelSizeUncertainty.get());
    }
  }

  /** Returns major axes of flat loops, and nothing known but the images. */
  public static StatisticsSettings defaults() {
    return new StatisticsSettings(
        DiameterKind.MAJOR_AXIS,
        DefectShape.FLAT_LOOP,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "not asked for",
        MeanBootstrap.defaults());
  }

  /** Returns these settings with another diameter. */
  public StatisticsSettings withDiameter(DiameterKind other) {
    return new StatisticsSettings(
        other,
        shape,
        pixelSizeUncertainty,
        thickness,
        visibility,
        detection,
        detectionNote,
        bootstrap);
  }

  /** Returns these settings with another shape. */
  public StatisticsSettings withShape(DefectShape other) {
    return new StatisticsSettings(
        diameter,
        other,
        pixelSizeUncertainty,
        thickness,
        visibility,
        detection,
        detectionNote,
        bootstrap);
  }

  /** Returns these settings with a relative standard uncertainty of the pixel size. */
  public StatisticsSettings withPixelSizeUncertainty(double other) {
    return new StatisticsSettings(
        diameter,
        shape,
        Optional.of(other),
        thickness,
        visibility,
        detection,
        detectionNote,
        bootstrap);
  }

  /** Returns these settings with a thickness of the foil. */
  public StatisticsSettings withThickness(Thickness other) {
    return new StatisticsSettings(
        diameter,
        shape,
        pixelSizeUncertainty,
        Optional.of(other),
        visibility,
        detection,
        detectionNote,
        bootstrap);
  }

  /** Returns these settings with a visible share. */
  public StatisticsSettings withVisibility(Visibility other) {
    return new StatisticsSettings(
        diameter,
        shape,
        pixelSizeUncertainty,
        thickness,
        Optional.of(other),
        detection,
        detectionNote,
        bootstrap);
  }

  /** Returns these settings with what a validation says of the detector. */
  public StatisticsSettings withDetection(DetectionRates other) {
    return new StatisticsSettings(
        diameter,
        shape,
        pixelSizeUncertainty,
        thickness,
        visibility,
        Optional.of(other),
        other.source(),
        bootstrap);
  }

  /** Returns these settings without a correction for the detector, and why. */
  public StatisticsSettings withoutDetection(String reason) {
    return new StatisticsSettings(
        diameter,
        shape,
        pixelSizeUncertainty,
        thickness,
        visibility,
        Optional.empty(),
        reason,
        bootstrap);
  }
}
