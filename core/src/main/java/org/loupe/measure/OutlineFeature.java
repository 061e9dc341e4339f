package org.loupe.measure;

/** What of the image an outline follows. */
enum OutlineFeature {
  /** The center line of a rim: the second derivative along its normal. */
  RIM,
  /** The steepest slope from the inside to the outside: the first derivative along the normal. */
  EDGE
}
