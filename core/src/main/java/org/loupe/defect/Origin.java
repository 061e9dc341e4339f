package org.loupe.defect;

import java.util.Locale;

/** Who said that there is a defect. */
public enum Origin {
  /** The model, or the cascade, found it, and nobody changed it. */
  MACHINE,
  /** A person drew it, or changed what the machine had found. */
  PERSON;

  /** Returns the name in the tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
