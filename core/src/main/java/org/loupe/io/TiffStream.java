package org.loupe.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The decompressed bytes of one strip or tile of a TIFF, in order.
 *
 * <p>Memory does not depend on the size of the strip: files with the whole image in one are common.
 */
abstract class TiffStream implements AutoCloseable {

  static final int NONE = 1;
  static final int LZW = 5;
  static final int DEFLATE = 8;
  static final int PACK_BITS = 32_773;
  static final int DEFLATE_OLD = 32_946;

  private static final int WINDOW = 1 << 16;

  private final ByteSource source;
  private final long end;
  private final boolean reversed;
  private final byte[] window;
  private long next;
  private int at;
  private int filled;

  private TiffStream(ByteSource source, long offset, long length, boolean reversed)
      throws IOException {
    if (offset < 0 || length < 0 || length > source.size() - offset) {
      throw source.malformed(
          Math.max(0, offset),
          "has a strip of "
              + length
              + " bytes that reaches past the end: cut short or damaged; copy or export it again");
    }
    this.source = source;
    this.next = offset;
    this.end = offset + length;
    this.reversed = reversed;
    this.window = new byte[(int) Math.min(WINDOW, length)];
  }

  /** Returns whether {@link #open} knows {@code compression}. */
  static boolean decodes(int compression) {
    return compression == NONE
        || compression == LZW
        || compression == PACK_BITS
        || compression == DEFLATE
        || compression == DEFLATE_OLD;
  }

  /** Returns the most bytes that a compressed byte expands to. */
  static long ratio(int compression) {
    return switch (compression) {
      case NONE -> 1;
      case PACK_BITS -> 64;
      case LZW -> 2731; // A code of 12 bits stands for at most 4096 bytes.
      default -> PixelBudget.DEFLATE_RATIO;
    };
  }

  /**
   * Opens a strip.
   *
   * @param reversed whether the bits of each byte are stored lowest first (FillOrder 2)
   */
  static TiffStream open(
      ByteSource source, int compression, long offset, long length, boolean reversed)
      throws IOException {
    return switch (compression) {
      case NONE -> new Stored(source, offset, length, reversed);
      case PACK_BITS -> new PackBits(source, offset, length, reversed);
      case LZW -> new Lzw(source, offset, length, reversed);
      case DEFLATE, DEFLATE_OLD -> new Deflate(source, offset, length, reversed);
      default -> throw new IllegalArgumentException("compression " + compression);
    };
  }

  /** Fills {@code row} with the next bytes. */
  abstract void fill(byte[] row) throws IOException;

  @Override
  public void close() {}

  final MicrographFormatException damaged(String what) {
    return source.malformed(
        Math.max(0, next - (filled - at)), what + "; copy or export the micrograph again");
  }

  final MicrographFormatException ended() {
    return damaged("has a strip that ends before its pixels do: cut short or damaged");
  }

  /** Refills the window; returns whether there was anything left. */
  final boolean refill() throws IOException {
    int count = (int) Math.min(window.length, end - next);
    if (count == 0) {
      return false;
    }
    source.read(next, window, 0, count);
    next += count;
    at = 0;
    filled = count;
    if (reversed) {
      for (int i = 0; i < count; i++) {
        window[i] = (byte) (Integer.reverse(window[i]) >>> 24);
      }
    }
    return true;
  }

  /** Returns the next stored byte, 0 to 255, or -1 at the end. */
  final int read() throws IOException {
    return at < filled || refill() ? window[at++] & 0xFF : -1;
  }

  /** Copies stored bytes. */
  final void copy(byte[] target, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (at == filled && !refill()) {
        throw ended();
      }
      int count = Math.min(length - done, filled - at);
      System.arraycopy(window, at, target, from + done, count);
      at += count;
      done += count;
    }
  }

  private static final class Stored extends TiffStream {

    Stored(ByteSource source, long offset, long length, boolean reversed) throws IOException {
      super(source, offset, length, reversed);
    }

    @Override
    void fill(byte[] row) throws IOException {
      copy(row, 0, row.length);
    }
  }

  /** TIFF 6.0, section 9. Runs may cross rows: some writers ignore the rule that they do not. */
  private static final class PackBits extends TiffStream {

    private int literal;
    private int repeat;
    private byte repeated;

    PackBits(ByteSource source, long offset, long length, boolean reversed) throws IOException {
      super(source, offset, length, reversed);
    }

    @Override
    void fill(byte[] row) throws IOException {
      int done = 0;
      while (done < row.length) {
        if (literal > 0) {
          int count = Math.min(literal, row.length - done);
          copy(row, done, count);
          literal -= count;
          done += count;
        } else if (repeat > 0) {
          int count = Math.min(repeat, row.length - done);
          Arrays.fill(row, done, done + count, repeated);
          repeat -= count;
          done += count;
        } else {
          int control = read();
          if (control < 0) {
            throw ended();
          }
          if (control < 128) {
            literal = control + 1;
          } else if (control > 128) {
            repeat = 257 - control;
            int value = read();
            if (value < 0) {
              throw ended();
            }
            repeated = (byte) value;
          }
        }
      }
    }
  }

  private static final class Deflate extends TiffStream {

    private final Inflater inflater = new Inflater();

    Deflate(ByteSource source, long offset, long length, boolean reversed) throws IOException {
      super(source, offset, length, reversed);
    }

    @Override
    void fill(byte[] row) throws IOException {
      int done = 0;
      try {
        while (done < row.length) {
          int count = inflater.inflate(row, done, row.length - done);
          done += count;
          if (count == 0) {
            if (inflater.finished() || inflater.needsDictionary()) {
              throw ended();
            }
            if (inflater.needsInput()) {
              if (!refill()) {
                throw ended();
              }
              inflater.setInput(super.window, 0, super.filled);
            }
          }
        }
      } catch (DataFormatException e) {
        throw damaged("has Deflate data with an error (" + e.getMessage() + ")");
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  /** TIFF 6.0, section 13: codes of 9 to 12 bits, highest bit first, widened one code early. */
  private static final class Lzw extends TiffStream {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int CODES = 4096;

    private final short[] prefix = new short[CODES];
    private final byte[] suffix = new byte[CODES];
    private final byte[] first = new byte[CODES];
    private final short[] lengths = new short[CODES];
    private final byte[] pending = new byte[CODES];
    private int pendingAt;
    private int pendingEnd;
    private int free = FIRST;
    private int previous = -1;
    private int width = 9;
    private int bits;
    private int bitCount;

    Lzw(ByteSource source, long offset, long length, boolean reversed) throws IOException {
      super(source, offset, length, reversed);
      for (int i = 0; i < CLEAR; i++) {
        suffix[i] = (byte) i;
        first[i] = (byte) i;
        lengths[i] = 1;
      }
    }

    @Override
    void fill(byte[] row) throws IOException {
      int done = 0;
      while (done < row.length) {
        if (pendingAt == pendingEnd) {
          decode();
        }
        int count = Math.min(row.length - done, pendingEnd - pendingAt);
        System.arraycopy(pending, pendingAt, row, done, count);
        pendingAt += count;
        done += count;
      }
    }

    /** Decodes the next code into {@code pending}. */
    private void decode() throws IOException {
      int code = code();
      while (code == CLEAR) {
        free = FIRST;
        width = 9;
        previous = -1;
        code = code();
      }
      if (code == END) {
        throw ended();
      }
      boolean isNew = code == free;
      if (code > free || (isNew && previous < 0) || (previous < 0 && code >= CLEAR)) {
        throw damaged("has LZW data with the code " + code + " before its time");
      }
      if (previous >= 0 && free < CODES) {
        prefix[free] = (short) previous;
        first[free] = first[previous];
        suffix[free] = first[isNew ? previous : code];
        lengths[free] = (short) (lengths[previous] + 1);
        free++;
        if (free == (1 << width) - 1 && width < 12) {
          width++;
        }
      } else if (isNew) {
        throw damaged("has LZW data with more codes than the table holds");
      }
      int length = lengths[code];
      int walk = code;
      for (int i = length - 1; i >= 0; i--) {
        pending[i] = suffix[walk];
        walk = prefix[walk];
      }
      pendingAt = 0;
      pendingEnd = length;
      previous = code;
    }

    private int code() throws IOException {
      while (bitCount < width) {
        int value = read();
        if (value < 0) {
          throw ended();
        }
        bits = (bits << 8) | value;
        bitCount += 8;
      }
      bitCount -= width;
      return (bits >>> bitCount) & ((1 << width) - 1);
    }
  }
}
