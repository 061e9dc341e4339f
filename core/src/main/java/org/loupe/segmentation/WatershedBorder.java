package org.loupe.segmentation;

/** What lies between two flooded regions. */
public enum WatershedBorder {
  /** Nothing: every pixel that a flood reaches belongs to a region. */
  NONE,
  /**
   * Pixels without a label, so that regions of two labels are nowhere neighbors, unless their
   * markers are.
   */
  LINE
}
