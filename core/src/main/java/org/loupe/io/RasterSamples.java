package org.loupe.io;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.nio.file.Path;

/**
 * The samples of an image that a library decoded, as gray.
 *
 * <p>Read from the raster, never by {@code BufferedImage.getRGB}: that converts gray by a color
 * space, and so changes every value.
 */
final class RasterSamples {

  private RasterSamples() {}

  /** Writes the 8-bit samples of {@code image}, by luma where it has three channels. */
  static void toGray(BufferedImage image, float[] out, Path path)
      throws UnsupportedFormatException {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    if (colors instanceof IndexColorModel palette) {
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          int rgb = palette.getRGB(row[x]);
          out[y * width + x] = Luma.of((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF);
        }
      }
      return;
    }
    if (bands != 1 && bands != 2 && bands != 3) {
      throw new UnsupportedFormatException(
          path, "has " + bands + " color channels (CMYK?); save it as gray or RGB");
    }
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0) {
      fromBytes(model, buffer, width, height, out);
      return;
    }
    int[][] row = new int[bands][width];
    for (int y = 0; y < height; y++) {
      for (int b = 0; b < bands; b++) {
        raster.getSamples(0, y, width, 1, b, row[b]);
      }
      for (int x = 0; x < width; x++) {
        out[y * width + x] = bands == 3 ? Luma.of(row[0][x], row[1][x], row[2][x]) : row[0][x];
      }
    }
  }

  private static void fromBytes(
      PixelInterleavedSampleModel model,
      DataBufferByte buffer,
      int width,
      int height,
      float[] out) {
    byte[] data = buffer.getData();
    int[] bands = model.getBandOffsets();
    int step = model.getPixelStride();
    int start = buffer.getOffset();
    for (int y = 0; y < height; y++) {
      int from = start + y * model.getScanlineStride();
      int to = y * width;
      if (bands.length == 3) {
        int red = from + bands[0];
        int green = from + bands[1];
        int blue = from + bands[2];
        for (int x = 0; x < width; x++) {
          out[to + x] =
              Luma.of(
                  data[red + x * step] & 0xFF,
                  data[green + x * step] & 0xFF,
                  data[blue + x * step] & 0xFF);
        }
      } else {
        int gray = from + bands[0];
        for (int x = 0; x < width; x++) {
          out[to + x] = data[gray + x * step] & 0xFF;
        }
      }
    }
  }
}
