package org.loupe.app.report;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

/**
 * A square piece of a micrograph with boxes drawn over it, {@value #SIDE} pixels wide.
 *
 * <p>It has a palette: grays, and a color for each kind of box, so that even noise takes no more
 * than a byte a pixel. Contrast is stretched as any viewer does it. The piece is enlarged or
 * reduced with a triangle filter as wide as the coarser of the two pixels, so that nothing appears
 * that is not in the micrograph.
 */
final class Thumbnail {

  /** Sides of the picture, in pixels. */
  static final int SIDE = 128;

  /** Least side of the piece, in pixels of the micrograph. */
  private static final double MIN_VIEW_PX = 64;

  /** How much wider than the box the piece is. */
  private static final double CONTEXT = 2.5;

  /** Share of the pixels in view that may be clipped, at either end. */
  private static final double OUTLIERS = 0.005;

  /** Contrast is raised at most so much: where there is nothing, noise shall not look like much. */
  private static final double MAX_GAIN = 3;

  private static final int LABEL = 254;
  private static final int DETECTION = 255;
  private static final int OUTSIDE = 253;
  private static final int GRAYS = 253;
  private static final int DASH = 4;

  private static final IndexColorModel PALETTE = palette();

  private final byte[] pixels = new byte[SIDE * SIDE];
  private final double left;
  private final double top;

  /** Pixels of the micrograph in each of the picture. */
  private final double step;

  /** How a box is drawn: sky blue for labels, orange for the model. */
  enum Style {
    /** The label that the picture is about. */
    LABEL,
    /** Another label. */
    OTHER_LABEL,
    /** The detection that the picture is about. */
    DETECTION,
    /** Another detection. */
    OTHER_DETECTION,
    /** A box that is too improbable to be a detection. */
    DOUBTED
  }

  /** Cuts a box with what is around it; what lies outside of the micrograph is white. */
  Thumbnail(ByteImage micrograph, Box focus) {
    double view = Math.max(MIN_VIEW_PX, CONTEXT * Math.max(focus.width(), focus.height()));
    left = focus.centerX() - view / 2;
    top = focus.centerY() - view / 2;
    step = view / SIDE;
    double[] grays = new double[SIDE * SIDE];
    for (int i = 0; i < grays.length; i++) {
      int column = i % SIDE;
      int row = i / SIDE;
      double x = left + (column + 0.5) * step;
      double y = top + (row + 0.5) * step;
      boolean inside = x >= 0 && y >= 0 && x < micrograph.width() && y < micrograph.height();
      grays[i] = inside ? filtered(micrograph, x, y, Math.max(1, step)) : Double.NaN;
    }
    stretch(grays);
  }

  /** Brings what is in view to the full range, outliers aside, and not more than so far. */
  private void stretch(double[] grays) {
    double[] sorted = Arrays.stream(grays).filter(g -> !Double.isNaN(g)).sorted().toArray();
    int outliers = (int) (OUTLIERS * sorted.length);
    double low = sorted.length == 0 ? 0 : sorted[outliers];
    double high = sorted.length == 0 ? 255 : sorted[sorted.length - 1 - outliers];
    double gain = Math.min(MAX_GAIN, 255 / Math.max(1, high - low));
    for (int i = 0; i < grays.length; i++) {
      double gray = 127.5 + gain * (grays[i] - (low + high) / 2);
      pixels[i] =
          (byte)
              (Double.isNaN(gray)
                  ? OUTSIDE
                  : Math.round(Math.max(0, Math.min(255, gray)) * (GRAYS - 1) / 255));
    }
  }

  private static double filtered(ByteImage image, double x, double y, double reach) {
    int x0 = Math.max(0, (int) Math.ceil(x - 0.5 - reach));
    int x1 = Math.min(image.width() - 1, (int) Math.floor(x - 0.5 + reach));
    int y0 = Math.max(0, (int) Math.ceil(y - 0.5 - reach));
    int y1 = Math.min(image.height() - 1, (int) Math.floor(y - 0.5 + reach));
    double sum = 0;
    double weights = 0;
    for (int row = y0; row <= y1; row++) {
      double rowWeight = 1 - Math.abs(row + 0.5 - y) / reach;
      for (int column = x0; column <= x1; column++) {
        double weight = rowWeight * (1 - Math.abs(column + 0.5 - x) / reach);
        sum += weight * image.at(column, row);
        weights += weight;
      }
    }
    return sum / weights;
  }

  /** Draws the outline of a box, as far as it is in the picture. */
  void draw(Box box, Style style) {
    int fromX = (int) Math.round((box.x() - left) / step);
    int fromY = (int) Math.round((box.y() - top) / step);
    int toX = (int) Math.round((box.right() - left) / step) - 1;
    int toY = (int) Math.round((box.bottom() - top) / step) - 1;
    int thickness = style == Style.OTHER_LABEL || style == Style.OTHER_DETECTION ? 1 : 2;
    for (int ring = 0; ring < thickness; ring++) {
      for (int x = fromX - ring; x <= toX + ring; x++) {
        set(x, fromY - ring, x, style);
        set(x, toY + ring, x, style);
      }
      for (int y = fromY - ring; y <= toY + ring; y++) {
        set(fromX - ring, y, y, style);
        set(toX + ring, y, y, style);
      }
    }
  }

  private void set(int x, int y, int along, Style style) {
    boolean gap = style == Style.DOUBTED && Math.floorMod(along, 2 * DASH) >= DASH;
    if (!gap && x >= 0 && y >= 0 && x < SIDE && y < SIDE) {
      boolean label = style == Style.LABEL || style == Style.OTHER_LABEL;
      pixels[y * SIDE + x] = (byte) (label ? LABEL : DETECTION);
    }
  }

  /** Returns the picture as a PNG in a data URI. */
  String dataUri() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, PALETTE);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(pixels, 0, target, 0, target.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static IndexColorModel palette() {
    int[] colors = new int[256];
    for (int i = 0; i < GRAYS; i++) {
      colors[i] = Math.round(i * 255f / (GRAYS - 1)) * 0x010101;
    }
    colors[OUTSIDE] = 0xFFFFFF;
    colors[LABEL] = 0x56B4E9;
    colors[DETECTION] = 0xFF9F1C;
    return new IndexColorModel(8, 256, colors, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
  }
}
