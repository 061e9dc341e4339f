package org.loupe.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the pixels of one TIFF page, row by row of each strip or tile. */
final class TiffPixels {

  private static final int COLOR_MAP = 320;

  /**
   * Part of a palette that must be index = gray for the indices to be the intensities: Zeiss writes
   * micrographs with such a ramp, of which every ninth entry is a color to draw with.
   */
  private static final double RAMP_SHARE = 0.75;

  private TiffPixels() {}

  /** Gray samples, the bits that they stand for, and what a user should know of them. */
  record Decoded(float[] samples, int bits, List<String> notes) {}

  static Decoded decode(TiffDirectory tags, TiffLayout layout) throws IOException {
    List<String> notes = new ArrayList<>(layout.notes());
    float[] samples = new float[layout.width() * layout.height()];
    if (TiffStream.decodes(layout.compression())) {
      Optional<RawImage> run = run(tags, layout);
      if (run.isPresent()) {
        run.get().read(samples);
      } else {
        decodeBlocks(tags, layout, samples);
      }
      if (layout.photometric() == TiffLayout.WHITE_IS_ZERO) {
        invert(samples, layout);
        notes.add("samples inverted (TIFF WhiteIsZero), so that larger is brighter");
      }
      if (layout.photometric() != TiffLayout.PALETTE && layout.bits() < 8) {
        notes.add(layout.bits() + "-bit samples spread to 0..255");
      }
    } else {
      TiffFallback.decode(tags, layout, samples);
    }
    if (layout.colors() == 3) {
      notes.add(Luma.NOTE);
    }
    int bits = layout.bits();
    if (layout.photometric() == TiffLayout.PALETTE && TiffStream.decodes(layout.compression())) {
      bits = throughPalette(tags, layout, samples, notes);
    }
    int dropped = layout.samplesPerPixel() - layout.colors();
    if (dropped > 0) {
      notes.add(
          dropped == 1 ? "alpha channel dropped" : dropped + " channels besides the first dropped");
    }
    return new Decoded(samples, bits, notes);
  }

  /** Returns the page as one run of samples; empty if it is stored in any other way. */
  private static Optional<RawImage> run(TiffDirectory tags, TiffLayout layout) {
    boolean plain =
        layout.compression() == TiffStream.NONE
            && layout.samplesPerPixel() == 1
            && !layout.bitsReversed()
            && layout.isContiguous()
            && layout.offsets()[0] >= 0
            && layout.storedBytes() <= tags.source().size() - layout.offsets()[0];
    return plain
        ? SampleType.of(layout.bits(), layout.format())
            .map(
                type ->
                    new RawImage(
                        tags.source(),
                        layout.offsets()[0],
                        layout.width(),
                        layout.height(),
                        type,
                        tags.order(),
                        RawImage.Rows.TOP_FIRST))
        : Optional.empty();
  }

  private static void decodeBlocks(TiffDirectory tags, TiffLayout layout, float[] out)
      throws IOException {
    int width = layout.width();
    int across = (width + layout.blockWidth() - 1) / layout.blockWidth();
    int down = (layout.height() + layout.blockHeight() - 1) / layout.blockHeight();
    int planes = layout.planar() ? layout.colors() : 1;
    int together = layout.planar() ? 1 : layout.samplesPerPixel();
    TiffSamples[] rows = new TiffSamples[planes];
    for (int p = 0; p < planes; p++) {
      rows[p] =
          new TiffSamples(
              layout.bits(),
              layout.format(),
              layout.predictor(),
              tags.order(),
              together,
              layout.blockWidth(),
              TiffLayout.rowBytes(layout.blockWidth(), layout.bits(), together));
    }
    float[][] colors = new float[layout.colors() == 3 ? 3 : 0][layout.blockWidth()];
    for (int block = 0; block < across * down; block++) {
      int left = block % across * layout.blockWidth();
      int top = block / across * layout.blockHeight();
      int visible = Math.min(layout.blockWidth(), width - left);
      int bottom = (int) Math.min((long) top + layout.blockHeight(), layout.height());
      TiffStream[] streams = new TiffStream[planes];
      try {
        for (int p = 0; p < planes; p++) {
          int stored = block + p * across * down;
          streams[p] =
              TiffStream.open(
                  tags.source(),
                  layout.compression(),
                  layout.offsets()[stored],
                  layout.lengths()[stored],
                  layout.bitsReversed());
        }
        for (int y = top; y < bottom; y++) {
          for (int p = 0; p < planes; p++) {
            streams[p].fill(rows[p].row());
            rows[p].load();
          }
          int at = y * width + left;
          if (layout.colors() == 1) {
            rows[0].extract(0, out, at, visible);
          } else {
            for (int c = 0; c < 3; c++) {
              rows[planes == 1 ? 0 : c].extract(planes == 1 ? c : 0, colors[c], 0, visible);
            }
            luma(colors, layout, out, at, visible);
          }
        }
      } finally {
        for (TiffStream stream : streams) {
          if (stream != null) {
            stream.close();
          }
        }
      }
    }
  }

  private static void luma(float[][] colors, TiffLayout layout, float[] out, int at, int length) {
    float[] red = colors[0];
    float[] green = colors[1];
    float[] blue = colors[2];
    if (layout.bits() <= 16 && layout.format() != TiffSamples.FLOAT) {
      for (int i = 0; i < length; i++) {
        out[at + i] = Luma.of((int) red[i], (int) green[i], (int) blue[i]);
      }
    } else {
      for (int i = 0; i < length; i++) {
        out[at + i] = (float) Luma.of((double) red[i], (double) green[i], (double) blue[i]);
      }
    }
  }

  /**
   * Turns samples of which 0 is white around: n becomes largest - n for unsigned integers, its
   * bitwise complement -1 - n for signed ones, -n for floating point.
   */
  private static void invert(float[] samples, TiffLayout layout) {
    double top =
        switch (layout.format()) {
          case TiffSamples.UNSIGNED -> layout.bits() < 8 ? 255 : Math.pow(2, layout.bits()) - 1;
          case TiffSamples.SIGNED -> -1;
          default -> 0;
        };
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (top - samples[i]);
    }
  }

  /** Replaces indices by the luma of their colors, in 8 bits; returns 8. */
  private static int throughPalette(
      TiffDirectory tags, TiffLayout layout, float[] samples, List<String> notes)
      throws IOException {
    int size = 1 << layout.bits();
    long[] map = tags.integers(COLOR_MAP, 3 * size);
    long largest = 0;
    for (long value : map) {
      largest = Math.max(largest, value);
    }
    // Colors have 16 bits by the specification, 8 by the habit of some writers.
    int shift = largest > 255 ? 8 : 0;
    float[] grays = new float[size];
    boolean isGray = true;
    int onRamp = 0;
    for (int i = 0; i < size; i++) {
      int red = (int) (map[i] >> shift);
      int green = (int) (map[size + i] >> shift);
      int blue = (int) (map[2 * size + i] >> shift);
      isGray &= red == green && green == blue;
      onRamp += red == i && green == i && blue == i ? 1 : 0;
      grays[i] = Luma.of(red, green, blue);
    }
    if (size == 256 && onRamp >= RAMP_SHARE * size) {
      if (onRamp < size) {
        notes.add(
            "gray palette with "
                + (size - onRamp)
                + " colors for overlays; the palette's indices are taken as the intensities");
      }
      return 8;
    }
    int factor = layout.bits() < 8 ? 255 / (size - 1) : 1;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = grays[(int) samples[i] / factor];
    }
    notes.add(isGray ? "gray palette applied" : "color palette applied; " + Luma.NOTE);
    return 8;
  }
}
