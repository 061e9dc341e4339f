package org.loupe.app.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/** A part of a PDF's page, its origin at the part's left upper corner. */
final class PdfSheet implements Sheet {

  /** How much bolder than plain bold letters are: the width of their seam over their size. */
  private static final double BOLD = 0.035;

  private final PDPageContentStream content;
  private final PdfFont font;
  private final double left;
  private final double top;

  /**
   * @param left of the part on the page, in points
   * @param top of the part, in points above the page's lower edge
   */
  PdfSheet(PDPageContentStream content, PdfFont font, double left, double top) {
    this.content = content;
    this.font = font;
    this.left = left;
    this.top = top;
  }

  /** Something that writes to the page. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void written(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void fill(Shape shape, Color color) {
    written(
        () -> {
          content.setNonStrokingColor(color);
          trace(shape);
          content.fill();
        });
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    written(
        () -> {
          content.setStrokingColor(pen.color());
          content.setLineWidth((float) pen.width());
          content.setLineDashPattern(
              pen.dash() > 0 ? new float[] {(float) pen.dash()} : new float[0], 0);
          trace(shape);
          content.stroke();
        });
  }

  @Override
  public void text(String words, double x, double y, double size, Anchor anchor, int quarterTurns) {
    double width = anchor == Anchor.START ? 0 : font.width(words, size);
    double shift = anchor == Anchor.END ? -width : anchor == Anchor.MIDDLE ? -width / 2 : 0;
    double angle = Math.PI / 2 * quarterTurns;
    Matrix place = Matrix.getRotateInstance(angle, (float) (left + x), (float) (top - y));
    place.concatenate(Matrix.getTranslateInstance((float) shift, 0));
    write(words, place, size, Color.BLACK, RenderingMode.FILL);
  }

  /** Writes a line of text in a color. */
  void plain(String words, double x, double y, double size, Color color) {
    write(words, at(x, y), size, color, RenderingMode.FILL);
  }

  /** Writes a line of bold text in a color. */
  void bold(String words, double x, double y, double size, Color color) {
    write(words, at(x, y), size, color, RenderingMode.FILL_STROKE);
  }

  private Matrix at(double x, double y) {
    return Matrix.getTranslateInstance((float) (left + x), (float) (top - y));
  }

  private void write(String words, Matrix place, double size, Color color, RenderingMode mode) {
    written(
        () -> {
          content.beginText();
          content.setFont(font.font(), (float) size);
          content.setNonStrokingColor(color);
          content.setRenderingMode(mode);
          if (mode == RenderingMode.FILL_STROKE) {
            content.setStrokingColor(color);
            content.setLineWidth((float) (BOLD * size));
            content.setLineDashPattern(new float[0], 0);
          }
          content.setTextMatrix(place);
          content.showText(font.shown(words));
          content.endText();
        });
  }

  private void trace(Shape shape) throws IOException {
    double[] c = new double[6];
    double lastX = 0;
    double lastY = 0;
    for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
      int segment = at.currentSegment(c);
      switch (segment) {
        case PathIterator.SEG_MOVETO -> content.moveTo(x(c[0]), y(c[1]));
        case PathIterator.SEG_LINETO -> content.lineTo(x(c[0]), y(c[1]));
        case PathIterator.SEG_QUADTO ->
            content.curveTo(
                x(lastX + 2 * (c[0] - lastX) / 3),
                y(lastY + 2 * (c[1] - lastY) / 3),
                x(c[2] + 2 * (c[0] - c[2]) / 3),
                y(c[3] + 2 * (c[1] - c[3]) / 3),
                x(c[2]),
                y(c[3]));
        case PathIterator.SEG_CUBICTO ->
            content.curveTo(x(c[0]), y(c[1]), x(c[2]), y(c[3]), x(c[4]), y(c[5]));
        default -> content.closePath();
      }
      int end =
          switch (segment) {
            case PathIterator.SEG_QUADTO -> 2;
            case PathIterator.SEG_CUBICTO -> 4;
            default -> 0;
          };
      lastX = c[end];
      lastY = c[end + 1];
    }
  }

  private float x(double value) {
    return (float) (left + value);
  }

  private float y(double value) {
    return (float) (top - value);
  }
}
