package org.loupe.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the bytes of a row into numbers: predictor (TIFF 6.0, section 14; TIFF technical note 3),
 * byte order and sample type.
 */
final class TiffSamples {

  static final int UNSIGNED = 1;
  static final int SIGNED = 2;
  static final int FLOAT = 3;

  static final int NO_PREDICTOR = 1;
  static final int DIFFERENCE = 2;
  static final int FLOAT_DIFFERENCE = 3;

  private final int bits;
  private final int format;
  private final int predictor;
  private final int perPixel;
  private final int count;
  private final byte[] row;
  private final byte[] scratch;
  private final ByteBuffer view;
  private final short[] shorts;
  private final int[] ints;
  private final long[] longs;

  /**
   * @param perPixel samples of a pixel that lie together in a row
   * @param pixels pixels of a row
   */
  TiffSamples(
      int bits,
      int format,
      int predictor,
      ByteOrder order,
      int perPixel,
      int pixels,
      int rowBytes) {
    this.bits = bits;
    this.format = format;
    this.predictor = predictor;
    this.perPixel = perPixel;
    this.count = perPixel * pixels;
    this.row = new byte[rowBytes];
    this.scratch = new byte[predictor == FLOAT_DIFFERENCE ? rowBytes : 0];
    // The floating point predictor leaves the highest byte first, whatever the file's order.
    this.view =
        ByteBuffer.wrap(row).order(predictor == FLOAT_DIFFERENCE ? ByteOrder.BIG_ENDIAN : order);
    this.shorts = new short[bits == 16 ? count : 0];
    this.ints = new int[bits == 32 ? count : 0];
    this.longs = new long[bits == 64 ? count : 0];
  }

  static boolean supports(int bits, int format) {
    return switch (format) {
      case UNSIGNED ->
          bits == 1
              || bits == 2
              || bits == 4
              || (bits >= 8 && bits <= 16)
              || bits == 32
              || bits == 64;
      case SIGNED -> bits == 8 || bits == 16 || bits == 32 || bits == 64;
      case FLOAT -> bits == 16 || bits == 32 || bits == 64;
      default -> false;
    };
  }

  static boolean supportsPredictor(int predictor, int bits, int format) {
    return switch (predictor) {
      case NO_PREDICTOR -> true;
      case DIFFERENCE -> bits == 8 || bits == 16 || bits == 32 || bits == 64;
      case FLOAT_DIFFERENCE -> format == FLOAT;
      default -> false;
    };
  }

  /** Returns the bytes that {@link #load} takes: the caller fills them. */
  byte[] row() {
    return row;
  }

  /** Takes the filled row: undoes the predictor and the byte order. */
  void load() {
    if (predictor == FLOAT_DIFFERENCE) {
      undoFloatDifference();
    }
    boolean differences = predictor == DIFFERENCE;
    switch (bits) {
      case 8 -> {
        for (int i = perPixel; differences && i < count; i++) {
          row[i] += row[i - perPixel];
        }
      }
      case 16 -> {
        view.asShortBuffer().get(shorts);
        for (int i = perPixel; differences && i < count; i++) {
          shorts[i] += shorts[i - perPixel];
        }
      }
      case 32 -> {
        view.asIntBuffer().get(ints);
        for (int i = perPixel; differences && i < count; i++) {
          ints[i] += ints[i - perPixel];
        }
      }
      case 64 -> {
        view.asLongBuffer().get(longs);
        for (int i = perPixel; differences && i < count; i++) {
          longs[i] += longs[i - perPixel];
        }
      }
      default -> {}
    }
  }

  private void undoFloatDifference() {
    for (int i = perPixel; i < row.length; i++) {
      row[i] += row[i - perPixel];
    }
    System.arraycopy(row, 0, scratch, 0, row.length);
    int bytes = bits / 8;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bytes; b++) {
        row[i * bytes + b] = scratch[b * count + i];
      }
    }
  }

  /** Writes channel {@code channel} of the first {@code length} pixels to {@code out}. */
  void extract(int channel, float[] out, int from, int length) {
    switch (bits) {
      case 8 -> {
        if (format == SIGNED) {
          for (int i = 0, at = channel; i < length; i++, at += perPixel) {
            out[from + i] = row[at];
          }
        } else {
          for (int i = 0, at = channel; i < length; i++, at += perPixel) {
            out[from + i] = row[at] & 0xFF;
          }
        }
      }
      case 16 -> extract16(channel, out, from, length);
      case 32 -> extract32(channel, out, from, length);
      case 64 -> extract64(channel, out, from, length);
      default -> extractBits(channel, out, from, length);
    }
  }

  private void extract16(int channel, float[] out, int from, int length) {
    int at = channel;
    if (format == UNSIGNED) {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = shorts[at] & 0xFFFF;
      }
    } else if (format == SIGNED) {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = shorts[at];
      }
    } else {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = half(shorts[at]);
      }
    }
  }

  private void extract32(int channel, float[] out, int from, int length) {
    int at = channel;
    if (format == UNSIGNED) {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = ints[at] & 0xFFFF_FFFFL;
      }
    } else if (format == SIGNED) {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = ints[at];
      }
    } else {
      for (int i = 0; i < length; i++, at += perPixel) {
        out[from + i] = Float.intBitsToFloat(ints[at]);
      }
    }
  }

  private void extract64(int channel, float[] out, int from, int length) {
    int at = channel;
    for (int i = 0; i < length; i++, at += perPixel) {
      long value = longs[at];
      if (format == FLOAT) {
        out[from + i] = (float) Double.longBitsToDouble(value);
      } else if (format == SIGNED) {
        out[from + i] = value;
      } else {
        out[from + i] = unsigned(value);
      }
    }
  }

  /** Returns an unsigned 64-bit integer as the nearest float. */
  static float unsigned(long value) {
    // Halved with its lowest bit kept, so that the rounding is that of the whole.
    return value >= 0 ? (float) value : (float) ((value >>> 1) | (value & 1)) * 2;
  }

  /** Samples that do not fill bytes: highest bit first; 1, 2 and 4 bits are spread to 0..255. */
  private void extractBits(int channel, float[] out, int from, int length) {
    int mask = (1 << bits) - 1;
    int factor = bits < 8 ? 255 / mask : 1;
    for (int i = 0; i < length; i++) {
      long bit = ((long) i * perPixel + channel) * bits;
      int at = (int) (bit >> 3);
      int value = 0;
      for (int b = 0; b < 3; b++) {
        value = (value << 8) | (at + b < row.length ? row[at + b] & 0xFF : 0);
      }
      out[from + i] = ((value >> (24 - bits - (int) (bit & 7))) & mask) * factor;
    }
  }

  /** Returns an IEEE 754 half as a float. */
  static float half(short encoded) {
    int exponent = (encoded >> 10) & 0x1F;
    int fraction = encoded & 0x3FF;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return encoded < 0 ? -magnitude : magnitude;
  }
}
