package org.loupe.export;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Set;
import org.loupe.defect.Defect;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.ByteImage;

/**
 * Draws what was found over the micrograph, at the micrograph's own resolution.
 *
 * <p>Each defect is its ellipse and its number in {@code defects.csv}. Orange: measured; sky blue
 * and dashed: measured with a flag, see the column {@code measurement_flags}. The two colors differ
 * for color-blind readers as well (M. Okabe and K. Ito, <i>Color Universal Design</i>, 2008).
 */
final class OverlayImage {

  private static final Color PLAIN = new Color(0xFF9F1C);
  private static final Color FLAGGED = new Color(0x56B4E9);
  private static final Color HALO = new Color(0, 0, 0, 170);

  /** Half the cosine of 45°: where an ellipse's outline passes on the way to its box's corner. */
  private static final double CORNER = 0.354;

  private OverlayImage() {}

  /** Returns {@code micrograph} in color with the defects of {@code result} drawn over it. */
  static BufferedImage of(ByteImage micrograph, MicrographResult result) {
    BufferedImage image = toColor(micrograph);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      float unit = Math.max(1f, Math.min(micrograph.width(), micrograph.height()) / 1024f);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(11 * unit)));
      for (Defect defect : result.defects()) {
        draw(graphics, defect, unit, micrograph.width(), micrograph.height());
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static BufferedImage toColor(ByteImage micrograph) {
    BufferedImage image =
        new BufferedImage(micrograph.width(), micrograph.height(), BufferedImage.TYPE_INT_RGB);
    int[] target = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] samples = micrograph.samples();
    for (int i = 0; i < target.length; i++) {
      target[i] = (samples[i] & 0xFF) * 0x010101;
    }
    return image;
  }

  private static void draw(Graphics2D graphics, Defect defect, float unit, int width, int height) {
    Set<MeasurementFlag> flags = defect.measurement().flags();
    Ellipse ellipse = defect.measurement().ellipse();
    graphics.setColor(flags.isEmpty() ? PLAIN : FLAGGED);
    graphics.setStroke(stroke(flags.isEmpty(), unit));
    AffineTransform rotation =
        AffineTransform.getRotateInstance(
            -ellipse.orientation(), ellipse.centerX(), ellipse.centerY());
    graphics.draw(
        rotation.createTransformedShape(
            new Ellipse2D.Double(
                ellipse.centerX() - ellipse.majorAxisLength() / 2,
                ellipse.centerY() - ellipse.minorAxisLength() / 2,
                ellipse.majorAxisLength(),
                ellipse.minorAxisLength())));
    drawNumber(graphics, defect.id(), ellipse.boundingBox(), unit, width, height);
  }

  private static BasicStroke stroke(boolean solid, float unit) {
    float lineWidth = 1.5f * unit;
    return solid
        ? new BasicStroke(lineWidth)
        : new BasicStroke(
            lineWidth,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_MITER,
            10,
            new float[] {5 * unit, 3 * unit},
            0);
  }

  /** Draws the number at the upper right of the defect, inside the frame, with a dark halo. */
  private static void drawNumber(
      Graphics2D graphics, int number, Box box, float unit, int width, int height) {
    String text = Integer.toString(number);
    FontMetrics metrics = graphics.getFontMetrics();
    double rightOfOutline = box.centerX() + CORNER * box.width() + 2 * unit;
    double aboveOutline = box.centerY() - CORNER * box.height() - unit;
    double x = Math.max(0, Math.min(rightOfOutline, width - metrics.stringWidth(text) - unit));
    double y = Math.max(metrics.getAscent(), Math.min(aboveOutline, height));
    GlyphVector glyphs =
        graphics.getFont().createGlyphVector(graphics.getFontRenderContext(), text);
    var outline = glyphs.getOutline((float) x, (float) y);
    Color color = graphics.getColor();
    graphics.setColor(HALO);
    graphics.setStroke(new BasicStroke(2.5f * unit, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(outline);
    graphics.setColor(color);
    graphics.fill(outline);
  }
}
