package org.loupe.io;

import java.io.IOException;
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
    return Frames.of(source.path(), width, height, samples, type.bits(), format, calibration, all);
  }

  float[] samples() throws IOException {
    float[] out = new float[width * height];
    int block = Math.max(1, Math.min(height, BLOCK_PIXELS / width));
    TiffSamples rowsAtOnce = decoder(block);
    for (int top = 0; top < height; top += block) {
      int count = Math.min(block, height - top);
      if (count < block) {
        rowsAtOnce = decoder(count);
      }
      byte[] bytes = rowsAtOnce.row();
      source.read(offset + (long) top * width * type.bytes(), bytes, 0, bytes.length);
      rowsAtOnce.load();
      rowsAtOnce.extract(0, out, top * width, count * width);
    }
    if (rows == Rows.BOTTOM_FIRST) {
      turnOver(out);
    }
    return out;
  }

  private TiffSamples decoder(int rowCount) {
    int pixels = rowCount * width;
    return new TiffSamples(
        type.bits(),
        type.format(),
        TiffSamples.NO_PREDICTOR,
        order,
        1,
        pixels,
        Math.multiplyExact(pixels, type.bytes()));
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
