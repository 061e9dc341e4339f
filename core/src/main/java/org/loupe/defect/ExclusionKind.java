package org.loupe.defect;

import java.util.Locale;

/** Why a part of a micrograph is not analyzed. */
public enum ExclusionKind {
  /** A band of text that the microscope's program put below or above the image. */
  INFO_BAR,
  /** A scale bar drawn into the image, with its label. */
  SCALE_BAR,
  /** A hole or the outside of the specimen: bright, without any feature. */
  VACUUM,
  /** What a person's mask leaves out. */
  MASK;

  /** Returns the name as it stands in the tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
