package org.loupe.app.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** A figure as pixels, {@value #DPI} an inch, which the file says too. */
final class PngSheet implements Sheet {

  /** What journals ask of line drawings. */
  static final int DPI = 600;

  private static final double SCALE = DPI / 72.0;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PngSheet(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.round(SCALE * width),
            (int) Math.round(SCALE * height),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(SCALE, SCALE);
  }

  @Override
  public void fill(Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    graphics.setColor(pen.color());
    float width = (float) pen.width();
    graphics.setStroke(
        pen.dash() > 0
            ? new BasicStroke(
                width,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_MITER,
                10,
                new float[] {(float) pen.dash()},
                0)
            : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    graphics.draw(shape);
  }

  @Override
  public void text(String words, double x, double y, double size, Anchor anchor, int quarterTurns) {
    double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> -ReportFont.width(words, size) / 2;
          case END -> -ReportFont.width(words, size);
        };
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.rotate(-Math.PI / 2 * quarterTurns);
    place.translate(shift, 0);
    Shape outline =
        ReportFont.of(size).createGlyphVector(graphics.getFontRenderContext(), words).getOutline();
    graphics.setColor(Color.BLACK);
    graphics.fill(place.createTransformedShape(outline));
  }

  /** Writes the file. */
  void write(OutputStream out) throws IOException {
    graphics.dispose();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
      IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
      IIOMetadataNode resolution = new IIOMetadataNode("pHYs");
      String perMetre = Long.toString(Math.round(DPI / 0.0254));
      resolution.setAttribute("pixelsPerUnitXAxis", perMetre);
      resolution.setAttribute("pixelsPerUnitYAxis", perMetre);
      resolution.setAttribute("unitSpecifier", "meter");
      root.appendChild(resolution);
      metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
  }
}
