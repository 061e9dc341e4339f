package org.loupe.statistics;

import org.loupe.defect.Measurement;

/** Which length of a defect is its diameter in the statistics. */
public enum DiameterKind {
  /** The major axis length of the ellipse: the diameter of a round loop seen at any tilt. */
  MAJOR_AXIS("major axis length of the ellipse"),
  /** The diameter of the circle of equal area: for dots, cavities and precipitates. */
  EQUIVALENT("diameter of the circle of equal area");

  private final String description;

  DiameterKind(String description) {
    this.description = description;
  }

  /** Returns what the diameter is, in words. */
  public String description() {
    return description;
  }

  /** Returns the diameter of {@code measurement}, in pixels. */
  public double ofPx(Measurement measurement) {
    return switch (this) {
      case MAJOR_AXIS -> measurement.ellipse().majorAxisLength();
      case EQUIVALENT -> measurement.equivalentDiameterPx();
    };
  }
}
