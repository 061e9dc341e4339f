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
  /** The flood of Li, Field and Morgan (2018), with the biases of the publication. */
  FLOOD_LI_2018
}
