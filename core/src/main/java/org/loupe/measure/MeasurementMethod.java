package org.loupe.measure;

/** How the outline of a defect is found in its box. */
public enum MeasurementMethod {
  /** Ellipse along the center line of the rim, of sub-pixel precision; see {@link RimFit}. */
  RIM_FIT,
  /** The flood of Li, Field and Morgan (2018), with the biases of the publication. */
  FLOOD_LI_2018
}
