package org.loupe.defect;

import java.util.Locale;

/** What a reader of a measurement should know before trusting it. */
public enum MeasurementFlag {
  /**
   * The region or its box reaches the frame of the micrograph or an info bar, so part of the defect
   * is missing.
   */
  TOUCHES_EDGE,
  /**
   * The region reaches pixels inside the frame that are left out: a scale bar, vacuum, or what a
   * mask excludes. The defect counts, by the center of its detection box; its size may be wrong.
   */
  TOUCHES_MASK,
  /** The flood could not leave its seed: the minor axis is the seed's size, not the defect's. */
  SEED_LIMITED,
  /** The flood filled its whole window: there was no closed rim to stop it. */
  LEAKED,
  /** No region was found; the ellipse is the one inscribed in the box. */
  FELL_BACK,
  /** The rim stands out from its surroundings by less than the noise. */
  LOW_CONTRAST,
  /**
   * There is no rim: the defect is as dark inside as along its outline, which is then the steepest
   * slope of its edge and not the center line of a rim.
   */
  SOLID,
  /** Over about a third of its length the rim does not show; the ellipse bridges the gap. */
  BROKEN_RIM;

  /** Returns the name as it stands in the tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
