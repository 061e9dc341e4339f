package org.loupe.measure;

/** How the outline of a defect is found in its box, and which line of its rim is reported. */
public enum MeasurementMethod {
  /** Ellipse along the center line of the rim, of sub-pixel precision; see {@link RimFit}. */
  RIM_FIT,
  /**
   * The same ellipse moved outwards to where people draw it: by {@link DefectMeasurer#DRAWN_OFFSET}
   * of the half width of the rim at half depth.
   */
  DRAWN_OUTLINE,
  /**
   * Ellipse along the steepest slope from the inside to the outside: the outer edge, of whatever is
   * inside. For particles, cavities and dots rather than for rims.
   */
  OUTER_EDGE,
  /** Ellipse inscribed in the box: the size that the detector has learned from people's labels. */
  BOX,
  /** The flood of Li, Field and Morgan (2018), with the biases of the publication. */
  FLOOD_LI_2018
}
