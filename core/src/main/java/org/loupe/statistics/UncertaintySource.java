package org.loupe.statistics;

import java.util.Locale;

/** Where the uncertainty of a figure comes from. */
public enum UncertaintySource {
  /** Only so many defects were seen. */
  COUNTING,
  /** Images differ by more than counting explains. */
  BETWEEN_IMAGES,
  /** The pixel size is uncertain. */
  CALIBRATION,
  /** Defects at the frame were left out, and others stand for them. */
  EDGES,
  /** Recall and precision are known from a finite validation, and weight some defects more. */
  DETECTION,
  /** The foil's thickness is uncertain. */
  THICKNESS;

  /** Returns the name as it stands in the tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
