package org.loupe.statistics;

import org.loupe.defect.Measurement;

/**
 * What a defect is taken to be in three dimensions: it says how far the defect reaches along the
 * beam, and so how many of those that the foil's surfaces cut are seen.
 */
public enum DefectShape {
  /**
   * A flat round loop. Seen at a tilt it is an ellipse of axes D and D cos θ, and its extent along
   * the beam is D sin θ, the root of the difference of the axes' squares.
   */
  FLAT_LOOP("flat round loop"),
  /** A sphere: a cavity, a bubble, a precipitate. Its extent is its equivalent diameter. */
  SPHERE("sphere");

  private final String description;

  DefectShape(String description) {
    this.description = description;
  }

  /** Returns the shape, in words. */
  public String description() {
    return description;
  }

  /** Returns how far the defect reaches along the beam, in pixels. */
  double extentPx(Measurement measurement) {
    return switch (this) {
      case FLAT_LOOP -> {
        double major = measurement.ellipse().majorAxisLength();
        double minor = measurement.ellipse().minorAxisLength();
        yield Math.sqrt(Math.max(0, (major - minor) * (major + minor)));
      }
      case SPHERE -> measurement.equivalentDiameterPx();
    };
  }
}
