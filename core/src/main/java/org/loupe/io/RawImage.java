package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

  /** Bytes that are read at once: few enough to stay in the processor's cache. */
  private static final int BLOCK_BYTES = 1 << 16;

  /** A block of each thread, outside the heap: the system writes there without a copy between. */
  private static final ThreadLocal<ByteBuffer> BLOCK =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK_BYTES));

  /** Pixels that one task reads: enough that a task costs nothing beside them. */
  private static final int PART_PIXELS = 1 << 20;

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
   * Reads the samples into an array of {@code width * height}; the parts of a large image by the
   * threads of the pool that the caller runs in, or of the common one.
   *
   * <p>Bytes are read by the block, which stays in the processor's cache until it has become
   * numbers.
   */
  void read(float[] out) throws IOException {
    int parts = (int) ((out.length + (long) PART_PIXELS - 1) / PART_PIXELS);
    if (parts == 1) {
      read(out, 0, out.length);
    } else {
      @Nullable IOException[] problems = new IOException[parts];
      IntStream.range(0, parts)
          .parallel()
          .forEach(
              part -> {
                int from = part * PART_PIXELS;
                try {
                  read(out, from, Math.min(PART_PIXELS, out.length - from));
                } catch (IOException e) {
                  problems[part] = e;
                }
              });
      for (IOException problem : problems) {
        if (problem != null) {
          throw problem;
        }
      }
    }
    if (rows == Rows.BOTTOM_FIRST) {
      turnOver(out);
    }
  }

  private void read(float[] out, int from, int pixels) throws IOException {
    ByteBuffer bytes = BLOCK.get().order(order);
    int most = Math.min(pixels, BLOCK_BYTES / type.bytes());
    Decoder decoder = decoder(most);
    for (int done = 0; done < pixels; done += most) {
      int at = from + done;
      int count = Math.min(most, pixels - done);
      bytes.clear().limit(count * type.bytes());
      source.read(offset + (long) at * type.bytes(), bytes);
      decoder.decode(bytes.flip(), out, at, count);
    }
  }

  /** Turns bytes into numbers. */
  private interface Decoder {
    void decode(ByteBuffer bytes, float[] out, int at, int count);
  }

  /**
   * @param most pixels of a block
   */
  private Decoder decoder(int most) {
    if (type == SampleType.FLOAT32) {
      return (bytes, out, at, count) -> bytes.asFloatBuffer().get(out, at, count);
    }
    if (type == SampleType.UINT16 || type == SampleType.INT16) {
      boolean signed = type == SampleType.INT16;
      short[] block = new short[most];
      return (bytes, out, at, count) -> {
        bytes.asShortBuffer().get(block, 0, count);
        if (signed) {
          signed(block, out, at, count);
        } else {
          unsigned(block, out, at, count);
        }
      };
    }
    TiffSamples full = row(most);
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

  private static void signed(short[] block, float[] out, int at, int count) {
    for (int i = 0; i < count; i++) {
      out[at + i] = block[i];
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
