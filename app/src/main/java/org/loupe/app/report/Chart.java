package org.loupe.app.report;

import java.util.List;

/**
 * A chart with two linear axes, in the page or on a sheet; what is drawn has the units of these.
 */
interface Chart {

  /** Opens charts of one kind. */
  @FunctionalInterface
  interface Ground {

    /**
     * Opens a chart, to be closed when it is drawn.
     *
     * @param description for those who cannot see it
     * @param legendLines that will be written
     */
    Chart open(
        String description,
        String xTitle,
        Diagram.Axis across,
        String yTitle,
        Diagram.Axis up,
        int legendLines);
  }

  /** Draws a bar from the foot of the chart, with words for who points at it. */
  void bar(String style, double from, double to, double value, String words);

  /** Draws a line through points; nothing without them. */
  void curve(String style, List<Diagram.Point> points);

  /** Fills the chart between two heights. */
  void band(String style, double from, double to);

  void line(String style, Diagram.Point from, Diagram.Point to);

  void dot(String style, Diagram.Point at, double radius, String words);

  /** Writes a line of the legend with a piece of the curve. */
  void legendCurve(String style, String words);

  /** Writes a line of the legend with a small box. */
  void legendBox(String style, String words);

  /** Writes a line of the legend that goes on with the one before. */
  void legendText(String words);

  void close();
}
