package org.loupe.model;

/** The check that the records of validation figures share. */
final class Rates {

  private Rates() {}

  static void check(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, was " + rate);
    }
  }
}
