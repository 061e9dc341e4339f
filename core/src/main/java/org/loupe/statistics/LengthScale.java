package org.loupe.statistics;

/** The unit of length that statistics are in. */
enum LengthScale {
  PIXELS,
  NANOMETERS
}
