package org.loupe.dataset;

/**
 * What cross-validation leaves out together: micrographs of one unit are never divided between what
 * is learned from and what is judged.
 */
public enum FoldUnit {
  /** Neighboring fields of one specimen: how a model does on more of what it knows. */
  SERIES("series") {
    @Override
    String of(LabeledMicrograph micrograph) {
      return micrograph.series();
    }
  },
  /**
   * A whole labeled set among joined ones: how a model does on a material that it does not know.
   */
  SET("set") {
    @Override
    String of(LabeledMicrograph micrograph) {
      return micrograph.set();
    }
  };

  private final String word;

  FoldUnit(String word) {
    this.word = word;
  }

  /** Returns its name in options and reports. */
  public String word() {
    return word;
  }

  /** Returns the unit that a micrograph belongs to. */
  abstract String of(LabeledMicrograph micrograph);
}
