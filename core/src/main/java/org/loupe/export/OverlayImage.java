package org.loupe.export;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.ByteImage;

/**
 * Draws what was found over the micrograph, at the micrograph's own resolution.
 *
 * <p>Each defect is its ellipse and its number in {@code defects.csv}. The color is the screening
 * probability ({@link ProbabilityColor}), sky blue for what a person drew; a dashed line is a
 * measurement with a flag, see the column {@code measurement_flags}. A dark seam keeps the lines
 * visible on bright ground. A scale bar is drawn where the size of a pixel is known. What was not
 * analyzed is dark and hatched. What explains the picture is drawn first, so that it never hides a
 * defect's ellipse.
 */
final class OverlayImage {

  private static final Color HALO = new Color(0, 0, 0, 170);
  private static final Color SEAM = new Color(0, 0, 0, 110);
  private static final Color PLATE = new Color(0, 0, 0, 150);

  private static final Color EXCLUDED = new Color(230, 159, 0);

  /** Distance of the lines over what was left out, in pixels. */
  private static final int HATCH = 12;

  /** Half the cosine of 45°: where an ellipse's outline passes on the way to its box's corner. */
  private static final double CORNER = 0.354;

  /** Smaller pictures have no room for a scale bar or a legend. */
  private static final int LEAST_SIDE = 200;

  private static final int PLATE_HEIGHT = 30;
  private static final int MARGIN = 8;
  private static final int LEGEND_WIDTH = 120;

  /**
   * Lines and numbers grow with the micrograph, as far as defects of a few dozen pixels bear it;
   * scale bar and legend grow on, to be seen where the whole picture is.
   */
  private static final float MOST_LINE_UNIT = 2;

  /** How far lines and number reach beyond an ellipse, at most; a multiple of the line's unit. */
  private static final int LINE_AND_NUMBER = 32;

  private OverlayImage() {}

  /**
   * Returns {@code micrograph} in color with the defects of {@code result} drawn over it, painted
   * while it is written.
   */
  static PaintedStrips of(ByteImage micrograph, MicrographResult result) {
    return PaintedStrips.of(
        micrograph.width(),
        micrograph.height(),
        (top, bottom) -> rows(micrograph, result, top, bottom));
  }

  /** Returns the rows from {@code top} to before {@code bottom} of the overlay. */
  static BufferedImage rows(ByteImage micrograph, MicrographResult result, int top, int bottom) {
    BufferedImage image = toColor(micrograph, top, bottom);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.translate(0, -top);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      drawExcluded(graphics, result);
      float unit = Math.max(1f, Math.min(micrograph.width(), micrograph.height()) / 1024f);
      graphics.setFont(font(unit));
      if (Math.min(micrograph.width(), micrograph.height()) >= LEAST_SIDE) {
        drawScaleBar(graphics, result, unit);
        drawLegend(graphics, result, unit);
      }
      float line = Math.min(unit, MOST_LINE_UNIT);
      graphics.setFont(font(line));
      double reach = LINE_AND_NUMBER * line;
      for (Defect defect : result.defects()) {
        Box hull = defect.measurement().ellipse().boundingBox();
        if (hull.bottom() + reach < top || hull.y() - reach > bottom) {
          continue;
        }
        draw(graphics, defect, line, micrograph.width(), micrograph.height());
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static Font font(float unit) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, Math.round(11 * unit));
  }

  private static BufferedImage toColor(ByteImage micrograph, int top, int bottom) {
    BufferedImage image =
        new BufferedImage(micrograph.width(), bottom - top, BufferedImage.TYPE_INT_RGB);
    int first = top * micrograph.width();
    int[] target = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] samples = micrograph.samples();
    for (int i = 0; i < target.length; i++) {
      target[i] = (samples[first + i] & 0xFF) * 0x010101;
    }
    return image;
  }

  /** Dims and hatches what was left out. */
  private static void drawExcluded(Graphics2D graphics, MicrographResult result) {
    if (result.region().outlines().isEmpty()) {
      return;
    }
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (Polygon polygon : result.region().outlines()) {
      boolean first = true;
      for (Point corner : polygon.corners()) {
        if (first) {
          path.moveTo(corner.x(), corner.y());
        } else {
          path.lineTo(corner.x(), corner.y());
        }
        first = false;
      }
      path.closePath();
    }
    graphics.setPaint(hatching());
    graphics.fill(path);
    graphics.setColor(EXCLUDED);
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(path);
  }

  /** Returns slanting lines over a dark shade. */
  private static TexturePaint hatching() {
    BufferedImage tile = new BufferedImage(HATCH, HATCH, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < HATCH; y++) {
      for (int x = 0; x < HATCH; x++) {
        tile.setRGB(x, y, (x + y) % HATCH == 0 ? EXCLUDED.getRGB() : PLATE.getRGB());
      }
    }
    return new TexturePaint(tile, new Rectangle2D.Double(0, 0, HATCH, HATCH));
  }

  /** Draws the scale bar at the lower right; nothing if the size of a pixel is unknown. */
  private static void drawScaleBar(Graphics2D graphics, MicrographResult result, float unit) {
    Optional<ScaleBar> bar =
        result.calibration().flatMap(c -> ScaleBar.of(c.pixelSizeNm(), result.widthPx()));
    if (bar.isEmpty()) {
      return;
    }
    String label = bar.get().label();
    FontMetrics metrics = graphics.getFontMetrics();
    double inside = Math.max(bar.get().lengthPx(), metrics.stringWidth(label));
    double margin = MARGIN * unit;
    double height = PLATE_HEIGHT * unit;
    double left = result.widthPx() - inside - 3 * margin;
    double top = result.heightPx() - height - margin;
    graphics.setColor(PLATE);
    graphics.fill(new Rectangle2D.Double(left, top, inside + 2 * margin, height));
    graphics.setColor(Color.WHITE);
    double middle = left + margin + inside / 2;
    graphics.drawString(
        label,
        (float) (middle - metrics.stringWidth(label) / 2.0),
        (float) (top + metrics.getAscent() + 2 * unit));
    graphics.fill(
        new Rectangle2D.Double(
            middle - bar.get().lengthPx() / 2,
            top + height - 9 * unit,
            bar.get().lengthPx(),
            4 * unit));
  }

  /** Draws what the colors mean at the lower left; nothing if no defect was screened. */
  private static void drawLegend(Graphics2D graphics, MicrographResult result, float unit) {
    if (result.defects().stream()
        .noneMatch(d -> d.detection().screeningProbability().isPresent())) {
      return;
    }
    double margin = MARGIN * unit;
    double height = PLATE_HEIGHT * unit;
    double top = result.heightPx() - height - margin;
    double width = LEGEND_WIDTH * unit;
    graphics.setColor(PLATE);
    graphics.fill(new Rectangle2D.Double(margin, top, width + 2 * margin, height));
    FontMetrics metrics = graphics.getFontMetrics();
    float baseline = (float) (top + metrics.getAscent() + 2 * unit);
    graphics.setColor(Color.WHITE);
    graphics.drawString("0.5", (float) (2 * margin), baseline);
    graphics.drawString("1", (float) (2 * margin + width - metrics.stringWidth("1")), baseline);
    graphics.drawString(
        "probability",
        (float) (2 * margin + (width - metrics.stringWidth("probability")) / 2),
        baseline);
    int steps = LEGEND_WIDTH / 2;
    for (int i = 0; i < steps; i++) {
      graphics.setColor(
          ProbabilityColor.of(
              ProbabilityColor.LOWEST + (1 - ProbabilityColor.LOWEST) * i / (steps - 1)));
      graphics.fill(
          new Rectangle2D.Double(
              2 * margin + width * i / steps, top + height - 9 * unit, width / steps, 4 * unit));
    }
  }

  private static void draw(Graphics2D graphics, Defect defect, float unit, int width, int height) {
    boolean flagged = !defect.measurement().flags().isEmpty();
    Ellipse ellipse = defect.measurement().ellipse();
    AffineTransform rotation =
        AffineTransform.getRotateInstance(
            -ellipse.orientation(), ellipse.centerX(), ellipse.centerY());
    Shape outline =
        rotation.createTransformedShape(
            new Ellipse2D.Double(
                ellipse.centerX() - ellipse.majorAxisLength() / 2,
                ellipse.centerY() - ellipse.minorAxisLength() / 2,
                ellipse.majorAxisLength(),
                ellipse.minorAxisLength()));
    graphics.setColor(SEAM);
    graphics.setStroke(new BasicStroke(3.2f * unit));
    graphics.draw(outline);
    graphics.setColor(ProbabilityColor.of(defect.detection()));
    graphics.setStroke(flagged ? dashed(unit) : new BasicStroke(1.5f * unit));
    graphics.draw(outline);
    drawNumber(graphics, defect.id(), ellipse.boundingBox(), unit, width, height);
  }

  private static BasicStroke dashed(float unit) {
    return new BasicStroke(
        1.5f * unit,
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
