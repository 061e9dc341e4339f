package org.loupe.cascade.simd;

import jdk.incubator.vector.ShortVector;

final class Probe {
  static final int LANES = ShortVector.SPECIES_PREFERRED.length();

  private Probe() {}
}
