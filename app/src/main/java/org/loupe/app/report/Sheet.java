package org.loupe.app.report;

import java.awt.Color;
import java.awt.Shape;

/**
 * Something to draw a figure on: SVG, the pixels of a PNG, or a part of a PDF's page.
 *
 * <p>Coordinates are typographic points (72 an inch), x to the right, y down.
 */
interface Sheet {

  /** Where a text stands about its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a line is drawn.
   *
   * @param color of the line
   * @param width in points
   * @param dash lengths of dash and gap, in points; 0 for a line without gaps
   */
  record Pen(Color color, double width, double dash) {

    Pen(int rgb, double width) {
      this(new Color(rgb), width, 0);
    }
  }

  void fill(Shape shape, Color color);

  void stroke(Shape shape, Pen pen);

  /**
   * Writes a line of text.
   *
   * @param x of the anchor
   * @param y of the baseline
   * @param size of the font
   * @param quarterTurns counter-clockwise: 0, or 1 for a text that runs upwards
   */
  void text(String words, double x, double y, double size, Anchor anchor, int quarterTurns);
}
