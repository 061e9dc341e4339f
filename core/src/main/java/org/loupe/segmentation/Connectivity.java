package org.loupe.segmentation;

/** Which pixels are neighbors. */
public enum Connectivity {
  /** The four that share a side. */
  FOUR,
  /** The eight that share a side or a corner. */
  EIGHT
}
