package org.loupe.export;

import ar.com.hjg.pngj.FilterType;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.ImageLineByte;
import ar.com.hjg.pngj.PngWriter;
import ar.com.hjg.pngj.PngjOutputException;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;

/** Writes PNG files, fast rather than small: an overlay is looked at, not archived. */
final class PngFile {

  private static final int DEFLATE_LEVEL = 2;
  private static final int BITS = 8;
  private static final int CHANNELS = 3;

  private PngFile() {}

  /**
   * Writes a picture in RGB, 8 bits each.
   *
   * @param out stays open
   * @throws IOException if it cannot be written
   */
  static void write(PaintedStrips picture, OutputStream out) throws IOException {
    int width = picture.width();
    ImageInfo shape = new ImageInfo(width, picture.height(), BITS, false);
    byte[] samples = new byte[CHANNELS * width];
    ImageLineByte line = new ImageLineByte(shape, samples);
    PngWriter writer = new PngWriter(out, shape);
    try {
      writer.setShouldCloseStream(false);
      writer.setCompLevel(DEFLATE_LEVEL);
      writer.setFilterType(FilterType.FILTER_SUB); // trying them all takes longer than deflating
      for (int top = 0; top < picture.height(); top += picture.stripRows()) {
        int bottom = Math.min(picture.height(), top + picture.stripRows());
        int[] pixels =
            ((DataBufferInt) picture.painter().paint(top, bottom).getRaster().getDataBuffer())
                .getData();
        for (int row = 0; row < bottom - top; row++) {
          split(pixels, row * width, samples);
          writer.writeRow(line);
        }
      }
      writer.end();
    } catch (PngjOutputException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    } finally {
      writer.close();
    }
  }

  private static void split(int[] pixels, int from, byte[] samples) {
    int to = 0;
    for (int x = 0; x < samples.length / CHANNELS; x++) {
      int rgb = pixels[from + x];
      samples[to++] = (byte) (rgb >> 16);
      samples[to++] = (byte) (rgb >> 8);
      samples[to++] = (byte) rgb;
    }
  }
}
