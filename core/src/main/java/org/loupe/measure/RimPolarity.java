package org.loupe.measure;

/** Whether the rim of a defect is darker or brighter than what lies beside it. */
public enum RimPolarity {
  /** Dark rim on a brighter ground, as in bright-field images. */
  DARK,
  /** Bright rim on a darker ground, as in dark-field images. */
  BRIGHT,
  /**
   * Each defect by itself: dark where the ellipse in its box is on the average darker than a band
   * around it, else bright. For what is not known beforehand.
   */
  EITHER
}
