package org.loupe.simulation;

/** What a simulated defect is. */
public enum SimulatedKind {
  /** An open ring, the a/2⟨111⟩ loop seen on zone: what detection is after. */
  LOOP,
  /** Two rings in each other, an a⟨100⟩ loop; no target. */
  DOUBLE_RING,
  /** A dark lozenge, a loop seen from its edge; no target. */
  EDGE_ON_LOOP,
  /** A black dot too small to show an inside; no target. */
  BLACK_DOT
}
