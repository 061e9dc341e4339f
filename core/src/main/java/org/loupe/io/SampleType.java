package org.loupe.io;

import java.util.Arrays;
import java.util.Optional;

/** How a sample is stored. */
enum SampleType {
  UINT8(8, TiffSamples.UNSIGNED),
  INT8(8, TiffSamples.SIGNED),
  UINT16(16, TiffSamples.UNSIGNED),
  INT16(16, TiffSamples.SIGNED),
  UINT32(32, TiffSamples.UNSIGNED),
  INT32(32, TiffSamples.SIGNED),
  UINT64(64, TiffSamples.UNSIGNED),
  INT64(64, TiffSamples.SIGNED),
  FLOAT16(16, TiffSamples.FLOAT),
  FLOAT32(32, TiffSamples.FLOAT),
  FLOAT64(64, TiffSamples.FLOAT);

  private final int bits;
  private final int format;

  SampleType(int bits, int format) {
    this.bits = bits;
    this.format = format;
  }

  /** Returns the type of a TIFF's samples; empty for those that fill no whole bytes. */
  static Optional<SampleType> of(int bits, int format) {
    return Arrays.stream(values())
        .filter(type -> type.bits == bits && type.format == format)
        .findFirst();
  }

  int bits() {
    return bits;
  }

  int bytes() {
    return bits / 8;
  }

  /** Returns the TIFF sample format. */
  int format() {
    return format;
  }

  boolean isInteger() {
    return format != TiffSamples.FLOAT;
  }
}
