package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * An image stored as one run of samples, row after row, without compression.
 *
 * @param offset where the first sample lies in the file
 * @param rows which row of the micrograph comes first
 */
record RawImage(
    ByteSource source,
    long offset,
    int width,
    int height,
    SampleType type,
    ByteOrder order,
    Rows rows) {

  /** Pixels that are read at once, so that a small row does not cost a call of its own. */
  private static final int BLOCK_PIXELS = 1 << 16;

  /** The order in which the rows are stored. */
  enum Rows {
    TOP_FIRST,
    BOTTOM_FIRST
  }

  /** Checks the size against the file and the memory. */
  static RawImage checked(
      ByteSource source,
      long offset,
      long width,
      long height,
      SampleType type,
      ByteOrder order,
      Rows rows)
      throws IOException {
    PixelBudget.check(source, width, height, (double) width * type.bytes(), 1, 4);
    if (offset < 0 || width * height * type.bytes() > source.size() - offset) {
      throw source.malformed(
          Math.max(0, offset),
          "is cut short: its "
              + width
              + " x "
              + height
              + " pixels need "
              + width * height * type.bytes()
              + " bytes from there, the file has "
              + source.size()
              + " in all; copy or export it again");
    }
    return new RawImage(source, offset, (int) width, (int) height, type, order, rows);
  }

  /** Reads the samples and makes the micrograph. */
  Micrograph read(String format, Optional<Calibration> calibration, List<String> notes)
      throws IOException {
    float[] samples = samples();
    List<String> all = new ArrayList<>(notes);
    if (type.isInteger() && type.bits() > 16 && !Frames.holdsIntegersExactly(samples)) {
      all.add(Frames.ROUNDED);
    }
    return type.isInteger()
        ? Frames.ofIntegers(width, height, samples, type.bits(), format, calibration, all)
        : Frames.of(source.path(), width, height, samples, type.bits(), format, calibration, all);
  }

  float[] samples() throws IOException {
    float[] out = new float[width * height];
    read(out);
    return out;
  }

  /**
   * Reads the samples into an array of {@code width * height}.
   *
   * <p>A block at a time stays in the processor's cache until it has become numbers.
   */
  void read(float[] out) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(out.length, BLOCK_PIXELS) * type.bytes()).order(order);
    Decoder decoder = decoder();
    for (long first = 0; first < out.length; first += BLOCK_PIXELS) {
      int at = (int) first;
      int count = Math.min(BLOCK_PIXELS, out.length - at);
      bytes.clear();
      bytes.limit(count * type.bytes());
      source.read(offset + first * type.bytes(), bytes);
      bytes.flip();
      decoder.decode(bytes, out, at, count);
    }
    if (rows == Rows.BOTTOM_FIRST) {
      turnOver(out);
    }
  }

  /** Turns bytes into numbers. */
  private interface Decoder {
    void decode(ByteBuffer bytes, float[] out, int at, int count);
  }

  private Decoder decoder() {
    if (type == SampleType.FLOAT32) {
      return (bytes, out, at, count) -> bytes.asFloatBuffer().get(out, at, count);
    }
    if (type == SampleType.UINT16) {
      short[] block = new short[Math.min(width * height, BLOCK_PIXELS)];
      return (bytes, out, at, count) -> {
        bytes.asShortBuffer().get(block, 0, count);
        unsigned(block, out, at, count);
      };
    }
    TiffSamples full = row(Math.min(width * height, BLOCK_PIXELS));
    return (bytes, out, at, count) -> {
      TiffSamples row = bytes.remaining() == full.row().length ? full : row(count);
      bytes.get(row.row());
      row.load();
      row.extract(0, out, at, count);
    };
  }

  private TiffSamples row(int pixels) {
    return new TiffSamples(
        type.bits(),
        type.format(),
        TiffSamples.NO_PREDICTOR,
        order,
        1,
        pixels,
        pixels * type.bytes());
  }

  private static void unsigned(short[] block, float[] out, int at, int count) {
    for (int i = 0; i < count; i++) {
      out[at + i] = block[i] & 0xFFFF;
    }
  }

  private void turnOver(float[] samples) {
    float[] row = new float[width];
    for (int top = 0, bottom = height - 1; top < bottom; top++, bottom--) {
      System.arraycopy(samples, top * width, row, 0, width);
      System.arraycopy(samples, bottom * width, samples, top * width, width);
      System.arraycopy(row, 0, samples, bottom * width, width);
    }
  }
}
