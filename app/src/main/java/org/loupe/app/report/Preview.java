package org.loupe.app.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.loupe.image.ByteImage;

/**
 * A whole micrograph as a small JPEG: each pixel is the mean of those that it stands for, and the
 * contrast is stretched as a viewer does it.
 *
 * @param width of the picture, in its own pixels
 * @param height of the picture, in its own pixels
 * @param jpeg the file; owned by the record
 */
record Preview(int width, int height, byte[] jpeg) {

  /** Share of the pixels that may be clipped at either end: half of what ImageJ clips in all. */
  private static final double OUTLIERS = 0.00175;

  /** Contrast is raised at most so much: where there is nothing, noise shall not look like much. */
  private static final double MAX_GAIN = 4;

  private static final float QUALITY = 0.75f;

  private static final int LEVELS = 256;

  /**
   * Returns the picture of a micrograph.
   *
   * @param maxSide most pixels of the picture's longer side; positive
   */
  static Preview of(ByteImage micrograph, int maxSide) {
    double step = Math.max(1, (double) Math.max(micrograph.width(), micrograph.height()) / maxSide);
    int width = Math.max(1, (int) Math.round(micrograph.width() / step));
    int height = Math.max(1, (int) Math.round(micrograph.height() / step));
    float[] grays = reduced(micrograph, width, height);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    stretch(grays, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    return new Preview(width, height, encode(image));
  }

  private static float[] reduced(ByteImage micrograph, int width, int height) {
    byte[] samples = micrograph.samples();
    int[] begins = new int[width + 1];
    for (int x = 0; x <= width; x++) {
      begins[x] = (int) ((long) x * micrograph.width() / width);
    }
    float[] grays = new float[width * height];
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      int y0 = (int) ((long) y * micrograph.height() / height);
      int y1 = Math.max(y0 + 1, (int) ((y + 1L) * micrograph.height() / height));
      Arrays.fill(sums, 0);
      for (int row = y0; row < y1; row++) {
        int at = row * micrograph.width();
        for (int x = 0; x < width; x++) {
          int sum = 0;
          for (int column = begins[x]; column < begins[x + 1]; column++) {
            sum += samples[at + column] & 0xFF;
          }
          sums[x] += sum;
        }
      }
      for (int x = 0; x < width; x++) {
        grays[y * width + x] = (float) sums[x] / ((begins[x + 1] - begins[x]) * (y1 - y0));
      }
    }
    return grays;
  }

  private static void stretch(float[] grays, byte[] target) {
    int outliers = (int) (OUTLIERS * grays.length);
    double low = ranked(grays, outliers);
    double high = ranked(grays, grays.length - 1 - outliers);
    double gain = Math.min(MAX_GAIN, 255 / Math.max(1, high - low));
    for (int i = 0; i < grays.length; i++) {
      double gray = 127.5 + gain * (grays[i] - (low + high) / 2);
      target[i] = (byte) Math.round(Math.max(0, Math.min(255, gray)));
    }
  }

  /** Returns the gray of a rank, from 0: only those of its whole gray level are sorted. */
  private static float ranked(float[] grays, int rank) {
    int[] counts = new int[LEVELS];
    for (float gray : grays) {
      counts[(int) gray]++;
    }
    int level = 0;
    int below = 0;
    while (below + counts[level] <= rank) {
      below += counts[level++];
    }
    float[] same = new float[counts[level]];
    int count = 0;
    for (float gray : grays) {
      if ((int) gray == level) {
        same[count++] = gray;
      }
    }
    Arrays.sort(same);
    return same[rank - below];
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  String dataUri() {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }
}
